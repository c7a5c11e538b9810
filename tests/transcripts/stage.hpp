// The stage of a story: marketplaces, and by hand the network, the disks, the clocks and the hooks. Nothing happens but
// by a command, except that heartbeats and what replicates the catalogue flow (at once and untold) unless a story wants
// otherwise. What happens is told, a line each.
//
// Local clocks have origins far apart, new at each recovery, so that a story would show it if two were compared.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/marketplace.hpp"
#include "tests/transcripts/telling.hpp"

namespace feira::transcripts {

/// One copy of a message on its way.
struct Copy {
  MarketplaceId from;
  MarketplaceId to;
  Message message;
};

/// Which copies a command means: nobody stands for anybody, an empty kind for all kinds.
struct Pattern {
  MarketplaceId from;
  MarketplaceId to;
  std::string kind;
};

class Stage {
 public:
  void open(const std::vector<std::string>& names, const Options& options, Ablations ablations);

  /// The lines told since the last call.
  std::vector<std::string> take_lines();
  /// Puts lines back that were taken.
  void put_lines(std::vector<std::string> lines) { lines_ = std::move(lines); }
  Names& names() { return names_; }

  void add_product(MarketplaceId owner, const std::string& name, RegisterProduct registration);
  void change(MarketplaceId at, const std::string& what, Change change);
  void buy(MarketplaceId at, ProductId product, Purchase purchase, const std::optional<std::string>& token_of);
  void cancel(MarketplaceId at, ProductId product, IdempotencyKey key);
  /// The buyer who last asked for the key here waits no longer.
  void lose_patience(MarketplaceId at, IdempotencyKey key);
  void end_hook(MarketplaceId at, IdempotencyKey key, bool confirmed);
  /// The price that `at` shows.
  [[nodiscard]] Money price(MarketplaceId at, ProductId product) const;

  void deliver_first(const Pattern& pattern);
  /// Those in flight now.
  void deliver_each(const Pattern& pattern);
  /// Until nothing is in flight.
  void deliver_all();
  void drop_first(const Pattern& pattern);
  void drop_each(const Pattern& pattern);
  void duplicate(const Pattern& pattern);
  void tell_flight();
  void cut(MarketplaceId from, MarketplaceId to);
  void heal();
  void let_heartbeats_flow(bool flow) { heartbeats_flow_ = flow; }
  /// Catalogue messages become messages like others.
  void show_catalogue() { catalogue_flows_ = false; }

  void hold_disk(MarketplaceId id) { place(id).disk_held = true; }
  void free_disk(MarketplaceId id);
  /// Makes the next `records` durable, all of them when absent.
  void sync(MarketplaceId id, std::optional<std::size_t> records);
  /// `kept` of the records that are not durable survive the crash.
  void crash(MarketplaceId id, std::size_t kept);
  void wipe_disk(MarketplaceId id);
  void recover(MarketplaceId id);
  /// Somebody new asks `sponsor` to be let in.
  void newcomer(const std::string& name, MarketplaceId sponsor);
  void ask_to_leave(MarketplaceId at);
  void evict(MarketplaceId at, MarketplaceId member);
  void set_clock_back(MarketplaceId id, Duration by);
  void advance(Duration time);

  void show(MarketplaceId id);
  void show(ProductId id);
  void show_quiescent();

 private:
  using Held = std::variant<Send, Reply, StartHook>;

  struct OpenHook {
    ProductId product;
    IdempotencyKey key;
    FencingToken token;
  };
  struct Question {
    MarketplaceId at;
    std::string text;
    IdempotencyKey key;
    bool open = true;
  };
  struct Place {
    explicit Place(const Config& c) : config(c), core(c) {}
    Config config;
    Marketplace core;
    bool up = true;
    std::int64_t origin = 0;
    std::optional<LocalTime> timer;
    std::vector<Record> journal;
    std::size_t durable = 0;
    bool disk_held = false;
    std::vector<Held> held;
    std::vector<OpenHook> hooks;
  };

  Place& place(MarketplaceId id);
  [[nodiscard]] const Place& place(MarketplaceId id) const;
  [[nodiscard]] LocalTime local(const Place& p) const { return {now_ + p.origin}; }
  void say(const std::string& line);
  RequestId ask(MarketplaceId at, std::string text, IdempotencyKey key);

  void begin(Place& p);
  void give(Place& p, const Input& input);
  void perform(Place& p, Effects effects);
  void release(Place& p);
  void leave(Place& p, Held&& effect, std::deque<Message>& to_itself);
  void leave(Place& p, Send& send, std::deque<Message>& to_itself);
  void leave(Place& p, const Reply& reply);
  void leave(Place& p, const StartHook& start);
  void make_durable(Place& p, std::size_t through);
  void hand_over(Copy copy);
  /// Whether such messages arrive at once and untold.
  [[nodiscard]] bool flows(MessageKind kind) const;
  [[nodiscard]] bool matches(const Pattern& pattern, const Copy& copy) const;
  std::optional<Copy> take_first(const Pattern& pattern);
  std::vector<Copy> take_each(const Pattern& pattern);
  /// What happens by itself: heartbeats that flow, timers that are due.
  void settle();
  bool fire_timer(std::int64_t until);

  Names names_;
  std::map<MarketplaceId, Place> places_;
  std::int64_t now_ = 0;
  std::int64_t told_at_ = 0;
  std::vector<std::string> lines_;
  std::deque<Copy> flight_;
  std::deque<Copy> flowing_;
  bool heartbeats_flow_ = true;
  bool catalogue_flows_ = true;
  std::vector<std::pair<MarketplaceId, MarketplaceId>> cuts_;
  std::map<std::uint64_t, Question> questions_;
  std::map<IdempotencyKey, VectorClock> tokens_;
};

}  // namespace feira::transcripts
