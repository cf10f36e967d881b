package io.palinode.server.coordination;

class MemoryFiringMemoryTest extends FiringMemoryContract {
  private final MemoryFiringMemory memory = new MemoryFiringMemory();

  @Override
  protected FiringMemory memory() {
    return memory;
  }

  @Override
  protected FiringMemory others() {
    return memory;
  }
}
