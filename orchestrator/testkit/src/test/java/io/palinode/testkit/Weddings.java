package io.palinode.testkit;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A saga with everything in it: branches side by side, a choice, a condition, a list of guests. */
final class Weddings {
  private Weddings() {}

  record Guest(String name, boolean child) {}

  record Wedding(String id, int budget, List<Guest> guests, Map<String, String> booked) {
    Wedding with(String what, Booked reply) {
      Map<String, String> more = new LinkedHashMap<>(booked);
      more.put(what, reply.number());
      return new Wedding(id, budget, guests, more);
    }
  }

  record Book(String what, String wedding) {}

  record Booked(String number) {}

  record Cancel(String what, String wedding) {}

  record Invite(String guest) {}

  record Disinvite(String guest) {}

  record Send(String what) {}

  static SagaDefinition<Wedding> plan() {
    return Saga.named("plan-wedding", Wedding.class)
        .parallel("book-place")
        .branch(
            branch ->
                branch
                    .step("book-hall")
                    .at("town")
                    .command(wedding -> new Book("hall", wedding.id()))
                    .onReply(Booked.class, (wedding, reply) -> wedding.with("hall", reply))
                    .compensation(wedding -> new Cancel("hall", wedding.id()))
                    .step("book-cook")
                    .at("kitchen")
                    .command(wedding -> new Book("cook", wedding.id()))
                    .compensation(wedding -> new Cancel("cook", wedding.id())))
        .branch(
            branch ->
                branch
                    .step("book-church")
                    .at("parish")
                    .command(wedding -> new Book("church", wedding.id()))
                    .onReply(Booked.class, (wedding, reply) -> wedding.with("church", reply))
                    .compensation(wedding -> new Cancel("church", wedding.id())))
        .join()
        .choice("music")
        .when(
            "band",
            wedding -> wedding.budget() > 1_000,
            branch ->
                branch
                    .step("book-band")
                    .at("agency")
                    .command(wedding -> new Book("band", wedding.id()))
                    .compensation(wedding -> new Cancel("band", wedding.id())))
        .otherwise(
            branch ->
                branch
                    .step("borrow-records")
                    .at("library")
                    .command(wedding -> new Book("records", wedding.id()))
                    .withoutCompensation())
        .forEach("invite-all", Guest.class, Wedding::guests)
        .atMost(3)
        .atOnce(2)
        .run(
            guest ->
                guest
                    .step("invite")
                    .at("post")
                    .command(g -> new Invite(g.item().name()))
                    .compensation(g -> new Disinvite(g.item().name()))
                    .step("order-toy")
                    .at("toyshop")
                    .command(g -> new Send("toy for " + g.item().name()))
                    .withoutCompensation()
                    .onlyIf(g -> g.item().child()))
        .step("sign")
        .at("registry")
        .command(wedding -> new Book("registry", wedding.id()))
        .pivot()
        .build();
  }
}
