// One step of one marketplace in an exploration: its input, its effects as core/effect.hpp says, and what follows at
// once. The step reads and writes nothing but the marketplace's own site and the book of interests, so that its outcome
// is a function of those and the input.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/search/explore/site.hpp"

namespace feira::explore {

/// What a step has shown that concerns others: for the rules that look at several marketplaces.
struct Seen {
  enum class What : std::uint8_t { hook_started, told, decided, replica_advanced };
  What what = What::hook_started;
  ProductId product;
  LocalTime now;
  FencingToken token;
  Decision decision;               // told, decided
  CatalogueDifference difference;  // replica_advanced
};

struct Outcome {
  std::vector<Parcel> sent;
  std::vector<Seen> seen;
  Findings findings;
  void clear() {
    sent.clear();
    seen.clear();
    findings.clear();
  }
};

class Stage {
 public:
  explicit Stage(const Setting& setting) : setting_(setting) {}

  /// What is done to `site`, marketplace `me`, at `now`, is added to `outcome`.
  void begin(Dense me, Site& site, Book& book, LocalTime now, Outcome& outcome);
  void start();
  void register_products();
  void deliver(const Parcel& parcel);
  /// The client's place at this marketplace.
  void ask(std::size_t client);
  void end_hook(std::size_t hook, bool confirmed);
  void fire_timer();
  void make_durable();
  /// Of the records that are not durable the first `survive` are found again; it starts again at once.
  void crash(std::uint64_t survive);

 private:
  void step(const Input& input);
  void perform();
  void perform_made_before(RecordNumber record);
  void settle();
  void hold_or_release(RecordNumber after, bool at_once, Held held);
  void leave(const Held& held);
  void leave(const Held::Mail& mail);
  void answer(const Reply& reply);
  void start_hook(const StartHook& hook);
  void release(RecordNumber through);
  void note_durable(RecordNumber through);

  const Setting& setting_;
  Dense me_ = 0;
  Site* site_ = nullptr;
  Book* book_ = nullptr;
  Outcome* outcome_ = nullptr;
  LocalTime now_;
  // Reused.
  Effects effects_;
  std::vector<Record> undurable_;  // made in this step, where nobody crashes
  std::vector<Held> own_;          // messages to itself
  std::vector<HookSkipped> skipped_;
  std::size_t deliveries_ = 0;
  std::size_t sends_ = 0;
  std::size_t replies_ = 0;
  std::size_t hooks_ = 0;
};

}  // namespace feira::explore
