#include "sim/linearizability/text_model.hpp"

#include <algorithm>

namespace feira::linearizability {

TextModel::TextModel(const History& history, const Object& object) : texts_(&history.texts) {
  for (const Step step : object.steps) {
    const Operation& operation = history.operations[step.operation()];
    if (step.returns() || operation.function != Function::get || !operation.returns()) continue;
    gets_.push_back(
        {operation.invoked, operation.returned, operation.returned, static_cast<std::uint32_t>(operation.a)});
  }
  for (std::size_t i = gets_.size(); i > 1; --i) {
    gets_[i - 2].first_return = std::min(gets_[i - 2].returned, gets_[i - 1].first_return);
  }
  advance(0);
}

TextModel::Compiled TextModel::compile(const Operation& operation) const {
  switch (operation.function) {
    case Function::put:
      return {Effect::overwrites, Function::put, 0, Fingerprint((*texts_)[operation.a])};
    case Function::append:
      return {Effect::always, Function::append, 0, Fingerprint((*texts_)[operation.a])};
    default: {
      if (!operation.returns()) return {};
      const auto at = std::lower_bound(gets_.begin(), gets_.end(), operation.invoked,
                                       [](const Get& get, Place place) { return get.invoked < place; });
      const auto get = static_cast<std::uint32_t>(at - gets_.begin());
      return {Effect::observation, Function::get, get, beginnings_[get - kept_].back()};
    }
  }
}

void TextModel::advance(Place now) {
  while (coming_ < gets_.size() && gets_[coming_].invoked <= now) ++coming_;
  while (window_ < coming_) keep(gets_[window_++]);
  if (coming_ == gets_.size()) return;
  const Place first_return = gets_[coming_].first_return;
  while (window_ < gets_.size() && gets_[window_].invoked < first_return) keep(gets_[window_++]);
}

void TextModel::forget(const Compiled& get) {
  if (get.effect != Effect::observation) return;
  std::vector<Fingerprint>().swap(beginnings_[get.get - kept_]);
  while (!beginnings_.empty() && beginnings_.front().empty()) {
    beginnings_.pop_front();
    ++kept_;
  }
}

void TextModel::keep(const Get& get) {
  const std::string_view text = (*texts_)[get.text];
  std::vector<Fingerprint>& beginnings = beginnings_.emplace_back();
  beginnings.reserve(text.size() + 1);
  Fingerprint beginning;
  beginnings.push_back(beginning);
  for (const char c : text) {
    beginning.push(c);
    beginnings.push_back(beginning);
  }
}

}  // namespace feira::linearizability
