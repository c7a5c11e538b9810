// The passes of shrinking over one best scenario so far. Only `shrink` uses it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/search/shrink/milder.hpp"
#include "sim/search/shrink/shrink.hpp"
#include "sim/search/shrink/trials.hpp"

namespace feira::search {

class Shrinker {
 public:
  using OnProgress = std::function<void(const ShrinkProgress&)>;

  /// Precondition: the candidate fails by `failure`.
  Shrinker(Candidate failing, FailureClass failure, Budget budget, const OnProgress& progress)
      : best_(std::move(failing)), trials_(std::move(failure), std::move(budget)), progress_(progress) {}

  /// Until nothing changes any more, or the budget is used up.
  void run();

  [[nodiscard]] const Candidate& best() const { return best_; }
  [[nodiscard]] const Trials& trials() const { return trials_; }

 private:
  using Generator = std::vector<Milder> (*)(const scenario::Scenario&);

  using Cut = std::function<std::vector<scenario::Scenario>(const std::vector<std::uint32_t>& kept)>;

  /// Takes the first of these that still fails; its place, if there is one.
  std::optional<std::size_t> take_first(std::string_view what, const std::vector<Candidate>& candidates);
  bool take(std::string_view what, scenario::Scenario scenario);
  std::optional<std::size_t> take_first_of_any_seed(std::string_view what,
                                                    const std::vector<scenario::Scenario>& scenarios);
  /// Tries everything that a generator has to offer until none of it is taken any more.
  void sweep(Generator generator);
  template <class Item>
  void cut_list(std::string_view what, std::vector<Item> scenario::Scenario::* list, bool moves_draws);

  void cut_things(std::string_view what, std::size_t count, const Cut& cut);

  void give_what_is_drawn();
  void lower_seed();
  void cut_lists();
  void cut_marketplaces();
  void cut_products();
  void give_buyers();
  void merge_buyers();
  void give_messages();
  void cut_messages();
  void tell(std::string_view what) const;

  Candidate best_;
  Trials trials_;
  const OnProgress& progress_;
};

}  // namespace feira::search
