#include "tests/transcripts/commands.hpp"

#include <charconv>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace feira::transcripts {

namespace {

/// The words of a command: those that stand alone in order, and `name=value`.
class Words {
 public:
  explicit Words(const std::string& line) {
    std::istringstream in(line);
    for (std::string word; in >> word;) {
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos) {
        plain_.push_back(word);
      } else {
        named_[word.substr(0, equals)] = word.substr(equals + 1);
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return plain_.size(); }
  [[nodiscard]] const std::string& operator[](std::size_t i) const {
    if (i >= plain_.size()) throw std::runtime_error("something lacks at the end");
    return plain_[i];
  }
  [[nodiscard]] std::optional<std::string> find(const std::string& name) const {
    const auto found = named_.find(name);
    return found == named_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] std::string need(const std::string& name) const {
    const auto found = find(name);
    if (!found) throw std::runtime_error("lacks " + name + "=");
    return *found;
  }
  [[nodiscard]] const std::map<std::string, std::string>& named() const { return named_; }

 private:
  std::vector<std::string> plain_;
  std::map<std::string, std::string> named_;
};

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::runtime_error("no number: " + text);
  return value;
}

Duration duration(const std::string& text) {
  const std::size_t unit = text.find_first_not_of("0123456789");
  if (unit == std::string::npos) throw std::runtime_error("no unit: " + text);
  const std::int64_t count = number(text.substr(0, unit));
  if (text.substr(unit) == "us") return microseconds(count);
  if (text.substr(unit) == "ms") return milliseconds(count);
  if (text.substr(unit) == "s") return seconds(count);
  throw std::runtime_error("no unit known: " + text);
}

/// "10.00", in reais.
Money money(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || text.size() != dot + 3) throw std::runtime_error("no price: " + text);
  return {number(text.substr(0, dot) + text.substr(dot + 1)), {{'B', 'R', 'L'}}};
}

Ablations ablations(const std::string& text) {
  Ablations result;
  for (std::size_t i = 0; i < ablation_count; ++i) {
    if (text != name(static_cast<Ablation>(i))) continue;
    result.add(static_cast<Ablation>(i));
    return result;
  }
  throw std::runtime_error("no ablation: " + text);
}

void set_option(Options& options, const std::string& name, const std::string& value) {
  const std::map<std::string, Duration*> durations{{"heartbeat", &options.heartbeat},
                                                   {"lease", &options.lease},
                                                   {"lease-cap", &options.lease_cap},
                                                   {"retransmit", &options.retransmit},
                                                   {"void-timeout", &options.void_timeout}};
  const std::map<std::string, std::uint32_t*> counts{{"batch-max", &options.batch_max},
                                                     {"queue-max", &options.queue_max},
                                                     {"kept-interests", &options.kept_interests},
                                                     {"tombstones-max", &options.tombstones_max}};
  if (const auto d = durations.find(name); d != durations.end()) {
    *d->second = duration(value);
  } else if (const auto c = counts.find(name); c != counts.end()) {
    *c->second = static_cast<std::uint32_t>(number(value));
  } else {
    throw std::runtime_error("no option: " + name);
  }
}

void market(Stage& stage, const Words& words) {
  Options options;
  Ablations off;
  for (const auto& [name, value] : words.named()) {
    if (name == "ablate") {
      off = ablations(value);
    } else {
      set_option(options, name, value);
    }
  }
  std::vector<std::string> names;
  for (std::size_t i = 1; i < words.size(); ++i) names.push_back(words[i]);
  stage.open(names, options, off);
}

void product(Stage& stage, const Words& words) {
  const MarketplaceId owner = stage.names().marketplace(words.need("owner"));
  const std::string& name = words[1];
  stage.add_product(owner, name,
                    {name, words.find("sku").value_or(""), money(words.find("price").value_or("10.00")),
                     number(words.need("stock"))});
}

void change(Stage& stage, const Words& words) {
  const MarketplaceId at = stage.names().marketplace(words[1]);
  const std::string& verb = words[2];
  const ProductId id = stage.names().product(words[3]);
  const std::string what = verb + " " + words[3];
  if (verb == "restock") return stage.change(at, what, Restock{id, number(words[4])});
  if (verb == "withdraw") return stage.change(at, what, Withdraw{id, number(words[4])});
  if (verb == "reprice") return stage.change(at, what, Reprice{id, money(words[4])});
  if (verb == "remove") return stage.change(at, what, RemoveProduct{id});
  throw std::runtime_error("no change: " + verb);
}

void buy(Stage& stage, const Words& words) {
  const MarketplaceId at = stage.names().marketplace(words[1]);
  const ProductId id = stage.names().product(words[2]);
  Purchase purchase;
  purchase.key = stage.names().key(words.need("key"));
  purchase.quantity = static_cast<std::uint32_t>(number(words.find("quantity").value_or("1")));
  const auto price = words.find("price");
  purchase.price = price ? money(*price) : stage.price(at, id);
  stage.buy(at, id, purchase, words.find("token"));
}

void cancel(Stage& stage, const Words& words) {
  const MarketplaceId at = stage.names().marketplace(words[1]);
  stage.cancel(at, stage.names().product(words[2]), stage.names().key(words.need("key")));
}

void impatient(Stage& stage, const Words& words) {
  stage.lose_patience(stage.names().marketplace(words[1]), stage.names().key(words.need("key")));
}

void hook(Stage& stage, const Words& words) {
  const bool confirmed = words[3] == "confirmed";
  if (!confirmed && words[3] != "declined") throw std::runtime_error("confirmed or declined?");
  stage.end_hook(stage.names().marketplace(words[1]), stage.names().key(words[2]), confirmed);
}

/// "bia->ana", where `*` is anybody.
std::pair<MarketplaceId, MarketplaceId> link(Stage& stage, const std::string& word) {
  const std::size_t arrow = word.find("->");
  if (arrow == std::string::npos) throw std::runtime_error("no link: " + word);
  const auto side = [&](const std::string& name) {
    return name == "*" ? MarketplaceId{} : stage.names().marketplace(name);
  };
  const MarketplaceId from = side(word.substr(0, arrow));
  return {from, side(word.substr(arrow + 2))};
}

struct Meant {
  Pattern pattern;
  bool each = false;
};

Meant meant(Stage& stage, const Words& words) {
  Meant result;
  std::tie(result.pattern.from, result.pattern.to) = link(stage, words[1]);
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i] == "each") {
      result.each = true;
    } else {
      result.pattern.kind = words[i];
    }
  }
  return result;
}

void deliver(Stage& stage, const Words& words) {
  if (words[1] == "all") return stage.deliver_all();
  const auto [pattern, each] = meant(stage, words);
  each ? stage.deliver_each(pattern) : stage.deliver_first(pattern);
}

void drop(Stage& stage, const Words& words) {
  const auto [pattern, each] = meant(stage, words);
  each ? stage.drop_each(pattern) : stage.drop_first(pattern);
}

void cut(Stage& stage, const Words& words) {
  const auto [from, to] = link(stage, words[1]);
  stage.cut(from, to);
}

void disk(Stage& stage, const Words& words) {
  const MarketplaceId at = stage.names().marketplace(words[1]);
  if (words[2] == "held") return stage.hold_disk(at);
  if (words[2] == "free") return stage.free_disk(at);
  throw std::runtime_error("held or free?");
}

void sync(Stage& stage, const Words& words) {
  const MarketplaceId at = stage.names().marketplace(words[1]);
  if (words.size() == 2) return stage.sync(at, std::nullopt);
  stage.sync(at, static_cast<std::size_t>(number(words[2])));
}

void crash(Stage& stage, const Words& words) {
  const std::string lose = words.find("lose").value_or("all");
  std::size_t kept = lose == "none" ? SIZE_MAX : 0;
  if (const auto keep = words.find("keep")) kept = static_cast<std::size_t>(number(*keep));
  stage.crash(stage.names().marketplace(words[1]), kept);
}

void show(Stage& stage, const Words& words) {
  try {
    stage.show(stage.names().marketplace(words[1]));
  } catch (const std::runtime_error&) {
    stage.show(stage.names().product(words[1]));
  }
}

void heartbeats(Stage& stage, const Words& words) { stage.let_heartbeats_flow(words[1] == "on"); }

void run_words(Stage& stage, const Words& words) {
  static const std::map<std::string, std::function<void(Stage&, const Words&)>> commands{
      {"market", market},
      {"product", product},
      {"change", change},
      {"buy", buy},
      {"cancel", cancel},
      {"impatient", impatient},
      {"hook", hook},
      {"deliver", deliver},
      {"drop", drop},
      {"duplicate", [](Stage& s, const Words& w) { s.duplicate(meant(s, w).pattern); }},
      {"flight", [](Stage& s, const Words&) { s.tell_flight(); }},
      {"cut", cut},
      {"heal", [](Stage& s, const Words&) { s.heal(); }},
      {"heartbeats", heartbeats},
      {"disk", disk},
      {"sync", sync},
      {"crash", crash},
      {"wipe", [](Stage& s, const Words& w) { s.wipe_disk(s.names().marketplace(w[1])); }},
      {"recover", [](Stage& s, const Words& w) { s.recover(s.names().marketplace(w[1])); }},
      {"newcomer", [](Stage& s, const Words& w) { s.newcomer(w[1], s.names().marketplace(w.need("sponsor"))); }},
      {"leave", [](Stage& s, const Words& w) { s.ask_to_leave(s.names().marketplace(w[1])); }},
      {"evict",
       [](Stage& s, const Words& w) { s.evict(s.names().marketplace(w.need("by")), s.names().marketplace(w[1])); }},
      {"catalogue", [](Stage& s, const Words&) { s.show_catalogue(); }},
      {"clock-back", [](Stage& s, const Words& w) { s.set_clock_back(s.names().marketplace(w[1]), duration(w[2])); }},
      {"advance", [](Stage& s, const Words& w) { s.advance(duration(w[1])); }},
      {"show", show},
      {"quiescent", [](Stage& s, const Words&) { s.show_quiescent(); }},
  };
  const auto command = commands.find(words[0]);
  if (command == commands.end()) throw std::runtime_error("no command: " + words[0]);
  command->second(stage, words);
}

}  // namespace

void run_command(Stage& stage, const std::string& line) {
  constexpr std::string_view quietly = "quietly ";
  if (!line.starts_with(quietly)) return run_words(stage, Words(line));
  const auto before = stage.take_lines();
  run_words(stage, Words(line.substr(quietly.size())));
  stage.take_lines();
  stage.put_lines(before);
}

}  // namespace feira::transcripts
