#include "sim/check/causal_past.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <ranges>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "sim/check/directory.hpp"
#include "sim/check/happens_before.hpp"
#include "sim/check/render.hpp"

namespace feira::check {
namespace {

constexpr std::size_t nowhere = SIZE_MAX;
/// A commit, the grant that it answers, and the interest that was granted.
constexpr int roots_deep = 3;

/// What directly happened before one event, as positions in the trace.
struct Causes {
  std::size_t before = nowhere;  // at the same marketplace; of a crash the last record that survived it
  std::size_t from = nowhere;    // the sending of what it received, or the answer whose token it got
  bool news = false;             // knowledge of interests grew by it
};

/// One pass over the trace that finds the causes of each event.
class Causality {
 public:
  explicit Causality(const KeptTrace& trace)
      : names_(trace.names().members), before_(names_.size()), last_(names_.size(), nowhere) {
    causes_.reserve(trace.events().size());
    for (const KeptEvent& event : trace.events()) add(event);
  }

  [[nodiscard]] const Causes& operator[](std::size_t position) const { return causes_[position]; }

 private:
  void add(const KeptEvent& event) {
    const std::size_t here = causes_.size();
    Causes& causes = causes_.emplace_back();
    const Dense process = names_.of(event.process);
    if (process == none) return;
    causes.before = last_[process];
    last_[process] = here;
    switch (event.kind) {
      case EventKind::send:
        before_.send(process, event.id, event.departed);
        sends_[event.id] = here;
        return;
      case EventKind::depart:
        return before_.depart(process, event.id);
      case EventKind::receive:
        causes.from = find(sends_, event.id);
        causes.news = grows(process, [&] { before_.receive(process, event.id, event.last, event.number); });
        return;
      case EventKind::detain:
        last_[process] = causes.before;
        return;
      case EventKind::drop:
        // Its loss is nothing that the receiver did.
        last_[process] = causes.before;
        return before_.drop(event.id, event.last);
      case EventKind::record:
        if (event.interest != 0) before_.interest(process, static_cast<std::uint32_t>(event.interest), event.number);
        before_.record(process, event.id, event.number);
        records_[{process, event.id}] = here;
        return;
      case EventKind::durable:
        return before_.durable(process, event.id);
      case EventKind::crash:
        before_.crash(process, event.id, event.number);
        // What was not durable happened before nothing that comes now.
        causes.before = find(records_, std::pair{process, event.id});
        return;
      case EventKind::answer:
        before_.answer(process, request(event.id), event.made);
        answers_[event.id] = here;
        return;
      case EventKind::invoke:
        if (event.token_from == 0) return;
        causes.from = find(answers_, event.token_from);
        causes.news = grows(process, [&] { before_.token(process, request(event.token_from), event.number); });
        return;
      default:
        return;
    }
  }

  template <class Learn>
  bool grows(Dense process, Learn&& learn) {
    const std::span<const std::uint32_t> now = before_.knowledge(process);
    const std::vector<std::uint32_t> known(now.begin(), now.end());
    learn();
    return !std::equal(known.begin(), known.end(), now.begin());
  }

  template <class Key>
  static std::size_t find(const std::map<Key, std::size_t>& places, const Key& key) {
    const auto found = places.find(key);
    return found == places.end() ? nowhere : found->second;
  }

  std::uint32_t request(std::uint64_t id) {
    return requests_.try_emplace(id, static_cast<std::uint32_t>(requests_.size())).first->second;
  }

  Directory names_;
  HappensBefore before_;
  std::vector<Causes> causes_;
  std::vector<std::size_t> last_;  // by marketplace
  std::map<std::uint64_t, std::size_t> sends_;
  std::map<std::pair<Dense, std::uint64_t>, std::size_t> records_;
  std::map<std::uint64_t, std::size_t> answers_;
  std::map<std::uint64_t, std::uint32_t> requests_;
};

/// Walks back from the breaking events, the latest first.
class Walk {
 public:
  Walk(const KeptTrace& trace, const Violation& violation)
      : trace_(trace), violation_(violation), causality_(trace), seen_(trace.events().size(), false) {}

  std::vector<PastEvent> run(std::size_t most) {
    for (const std::uint64_t number : violation_.events) {
      const KeptEvent* event = trace_.find(number);
      if (event == nullptr) continue;
      push(position(*event));
      always_.insert(position(*event));
      find_roots(position(*event));
    }
    while (!queue_.empty() && others_ < most) {
      const std::size_t here = queue_.top();
      queue_.pop();
      visit(here);
    }
    // What lies further back than the walk came.
    while (!always_.empty()) tell(*always_.rbegin());
    std::reverse(told_.begin(), told_.end());
    return std::move(told_);
  }

 private:
  [[nodiscard]] std::size_t position(const KeptEvent& event) const {
    return static_cast<std::size_t>(&event - trace_.events().data());
  }
  [[nodiscard]] bool breaks(const KeptEvent& event) const {
    return std::find(violation_.events.begin(), violation_.events.end(), event.number) != violation_.events.end();
  }

  [[nodiscard]] bool on_topic(const KeptEvent& event) const {
    return violation_.product == ProductId{} || event.product == violation_.product;
  }

  /// What led to an event first of all: the sending of what its marketplace had received last, however long ago that
  /// was, and so on. These are always told, and so are not what tells the same again.
  void find_roots(std::size_t here) {
    for (int deep = 0; deep < roots_deep && here != nowhere; ++deep) {
      for (here = causality_[here].before; here != nowhere; here = causality_[here].before) {
        const KeptEvent& event = trace_.events()[here];
        const bool received = event.kind == EventKind::receive && causality_[here].from != nowhere;
        if (received && event.product != ProductId{} && on_topic(event)) break;
      }
      if (here == nowhere) return;
      const KeptEvent& receipt = trace_.events()[here];
      here = causality_[here].from;
      if (!always_.insert(here).second) return;
      receipts_.emplace(here, &receipt);
      said_.insert(saying(trace_.events()[here]));
    }
  }

  void push(std::size_t at) {
    if (at == nowhere || seen_[at]) return;
    seen_[at] = true;
    queue_.push(at);
  }

  void visit(std::size_t here) {
    const KeptEvent& event = trace_.events()[here];
    const Causes& causes = causality_[here];
    if (event.kind == EventKind::receive && causes.from != nowhere) {
      receivers_[causes.from].push_back(event.process);
      if (causes.news) news_[causes.from].push_back(event.process);
    }
    if (always_.contains(here)) {
      tell(here);
    } else if (matters(event, here) && (event.kind != EventKind::send || said_.insert(saying(event)).second)) {
      tell(here);
      ++others_;
    }
    push(causes.before);
    push(causes.from);
  }

  [[nodiscard]] bool matters(const KeptEvent& event, std::size_t here) const {
    const bool topical = event.bearing == Bearing::topical && on_topic(event);
    const bool carried = news_.contains(here);
    switch (event.kind) {
      case EventKind::receive:  // its sending is told
      case EventKind::depart:
      case EventKind::drop:
      case EventKind::durable:
        return false;
      case EventKind::send:
        return carried || (topical && receivers_.contains(here));
      default:
        break;
    }
    return event.bearing == Bearing::universal || topical;
  }

  void tell(std::size_t here) {
    always_.erase(here);
    const KeptEvent& event = trace_.events()[here];
    told_.push_back({event.number, breaks(event), line(event, here)});
  }

  /// A broadcast is told as what some marketplaces received of it, rather those that learned something by it.
  [[nodiscard]] std::string line(const KeptEvent& event, std::size_t here) const {
    if (event.kind != EventKind::send) return event.text;
    std::string time = render(event.time);
    if (time.size() < 10) time.insert(0, 10 - time.size(), ' ');
    const std::string what = trace_.names().of(event.process) + " -> " + receivers(event, here) + "  " + event.text;
    const auto receipt = receipts_.find(here);
    if (receipt == receipts_.end()) return time + "  " + what;
    const KeptEvent& reached = *receipt->second;
    return time + "  " + what + ", reaches " + trace_.names().of(reached.process) + " at " + render(reached.time);
  }

  [[nodiscard]] std::string receivers(const KeptEvent& event, std::size_t here) const {
    if (event.peer != MarketplaceId{}) return trace_.names().of(event.peer);
    const Receivers& among = news_.contains(here) && !receipts_.contains(here) ? news_ : receivers_;
    const auto found = among.find(here);
    if (found == among.end()) return "all";
    std::string out;
    for (const MarketplaceId receiver : found->second | std::views::reverse) {
      if (!out.empty()) out += ", ";
      out += trace_.names().of(receiver);
    }
    return out;
  }

  /// What a message tells, whoever sends it how often.
  using Saying = std::tuple<MarketplaceId, MarketplaceId, std::string_view>;
  static Saying saying(const KeptEvent& event) { return {event.process, event.peer, event.text}; }

  /// By the position of a sending, the latest receipt first.
  using Receivers = std::map<std::size_t, std::vector<MarketplaceId>>;

  const KeptTrace& trace_;
  const Violation& violation_;
  Causality causality_;
  std::vector<bool> seen_;
  std::priority_queue<std::size_t> queue_;
  std::set<std::size_t> always_;  // to be told that have not been
  std::set<Saying> said_;
  /// Of what led to a breaking event directly, by the position of its sending.
  std::map<std::size_t, const KeptEvent*> receipts_;
  Receivers receivers_;
  Receivers news_;
  std::vector<PastEvent> told_;
  std::size_t others_ = 0;
};

}  // namespace

std::vector<PastEvent> causal_past(const KeptTrace& trace, const Violation& violation, std::size_t most) {
  return Walk(trace, violation).run(most);
}

}  // namespace feira::check
