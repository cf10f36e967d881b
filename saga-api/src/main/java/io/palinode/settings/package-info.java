/**
 * Settings as text: declared once with type, default, range and meaning, read once with every fault
 * in one message.
 *
 * <p>A program declares its {@link io.palinode.settings.Setting}s, gathers them in a {@link
 * io.palinode.settings.SettingRegistry} and reads a file, a {@code Properties} or a map into {@link
 * io.palinode.settings.Settings}. Nothing here reads files or the environment.
 */
@NullMarked
package io.palinode.settings;

import org.jspecify.annotations.NullMarked;
