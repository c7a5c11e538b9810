#include "sim/linearizability/replay.hpp"

#include <algorithm>
#include <utility>

namespace feira::linearizability {
namespace {

constexpr std::size_t shown_bytes_max = 40;

// A state that may be known in part only.
class Value {
 public:
  explicit Value(const KnownState& state)
      : known_(state.kind != KnownState::Kind::unknown),
        null_(state.kind == KnownState::Kind::null),
        number_(state.number) {}

  void apply(const History& history, const Operation& operation) {
    switch (operation.function) {
      case Function::buy:
        if (operation.result || !operation.returns()) number_ -= operation.a;
        return;
      case Function::restock:
        number_ += operation.a;
        return;
      case Function::cas:
        if (operation.result || !operation.returns()) set(operation.b);
        return;
      case Function::write:
        return set(operation.a);
      case Function::read:
        null_ = operation.null;
        known_ = true;
        number_ = operation.a;
        return;
      case Function::get:
      case Function::put:
        known_ = true;
        text_ = history.texts[operation.a];
        return;
      case Function::append:
        text_ += history.texts[operation.a];
        // Only the end is shown.
        if (text_.size() > 4 * shown_bytes_max) cut(2 * shown_bytes_max);
        return;
    }
  }

  [[nodiscard]] std::string shown(Model model) const {
    if (model != Model::kv) return !known_ ? "?" : null_ ? "null" : std::to_string(number_);
    std::string text = text_;
    bool whole = known_;
    if (text.size() > shown_bytes_max) {
      whole = false;
      text = ending(text, shown_bytes_max);
    }
    return "\"" + std::string(whole ? "" : "...") + text + "\"";
  }

 private:
  void set(std::int64_t number) {
    known_ = true;
    null_ = false;
    number_ = number;
  }
  // The last bytes, without the rest of a character that was cut.
  static std::string ending(const std::string& text, std::size_t bytes) {
    std::size_t begin = text.size() - bytes;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
    return text.substr(begin);
  }
  void cut(std::size_t bytes) {
    text_ = ending(text_, bytes);
    known_ = false;
  }

  bool known_;
  bool null_;
  std::int64_t number_;
  std::string text_;
};

bool contains(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// Of each operation only the last place counts; one that is still free has none.
std::vector<std::uint32_t> order_of(const Explanation& explanation) {
  std::vector<std::uint32_t> known;
  for (const OpenOperation& open : explanation.open) {
    if (open.ready) known.push_back(open.operation);
  }
  std::vector<std::uint32_t> order;
  for (std::size_t i = explanation.order.size(); i > 0; --i) {
    const Placed& placed = explanation.order[i - 1];
    if (contains(known, placed.operation)) continue;
    known.push_back(placed.operation);
    order.push_back(placed.operation);
  }
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace

Story tell(const History& history, const Explanation& explanation, std::size_t shown_max) {
  Value value(explanation.from);
  Story story;
  for (const std::uint32_t number : order_of(explanation)) {
    value.apply(history, history.operations[number]);
    story.order.push_back({number, value.shown(history.model)});
  }
  story.state = value.shown(history.model);
  if (story.order.size() > shown_max) {
    story.order.erase(story.order.begin(), story.order.end() - static_cast<std::ptrdiff_t>(shown_max));
  }
  story.open = explanation.open;
  return story;
}

}  // namespace feira::linearizability
