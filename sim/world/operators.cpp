#include "sim/world/operators.hpp"

#include <algorithm>
#include <variant>

namespace feira::sim {

using scenario::ChangeSpec;

namespace {

/// How long an operator waits before it asks a marketplace again that took no connection.
constexpr Duration wait = milliseconds(500);

Change change_of(const ChangeSpec& spec, ProductId product) {
  switch (spec.kind) {
    case ChangeSpec::Kind::restock:
      return Restock{product, spec.quantity};
    case ChangeSpec::Kind::withdraw:
      return Withdraw{product, spec.quantity};
    case ChangeSpec::Kind::reprice:
      return Reprice{product, spec.price};
    case ChangeSpec::Kind::remove:
      return RemoveProduct{product};
  }
  return RemoveProduct{product};
}

}  // namespace

Operators::Operators(const scenario::Scenario& scenario, const Roster& roster, const std::vector<bool>& may_crash) {
  for (const scenario::BuyersSpec& group : scenario.buyers) clients_before_ += 2 * std::uint64_t{group.count};
  for (ProductIndex index = 0; index < scenario.products.size(); ++index) {
    const scenario::ProductSpec& spec = scenario.products[index];
    tasks_.push_back({.at = {},
                      .owner = spec.owner,
                      .product = index,
                      .id = roster.product(index),
                      .change = RegisterProduct{spec.id, spec.sku, spec.price, spec.stock},
                      .registers = true,
                      .may_give_up = false,
                      .state = Task::State::waiting});
  }
  for (const ChangeSpec& spec : scenario.changes) {
    const MarketplaceIndex owner = scenario.products[spec.product].owner;
    const ProductId product = roster.product(spec.product);
    tasks_.push_back({.at = {spec.at.ns},
                      .owner = owner,
                      .product = spec.product,
                      .id = product,
                      .change = change_of(spec, product),
                      .registers = false,
                      .may_give_up = may_crash[owner],
                      .state = Task::State::waiting});
  }
  unfinished_ = tasks_.size();
}

void Operators::begin(Office& office) const {
  for (TaskIndex task = 0; task < tasks_.size(); ++task) office.set_timer(tasks_[task].at, task, false);
}

std::optional<Operators::Order> Operators::due(TaskIndex index, bool queued, GlobalTime now, Office& office) {
  Task& task = tasks_[index];
  if (task.state != Task::State::waiting) return std::nullopt;
  if (office.is_gone(task.owner)) {
    finish(task);
    return std::nullopt;
  }
  if (!office.is_open(task.owner)) {
    office.set_timer({now.ns + wait.ns}, index, false);
    return std::nullopt;
  }
  if (const std::optional<GlobalTime> goes_on = office.turn(task.owner, queued)) {
    office.set_timer(*goes_on, index, queued);
    return std::nullopt;
  }
  name(task, office.product(task.product));
  if (task.registers && office.knows(task.owner, task.id)) {
    finish(task);
    return std::nullopt;
  }
  task.state = Task::State::asking;
  return Order{.request = office.new_request(index),
               .at = task.owner,
               .client = clients_before_ + index + 1,
               .product = task.id,
               .change = &task.change,
               .may_give_up = task.may_give_up};
}

/// The change names the product by the id that it has now.
void Operators::name(Task& task, ProductId id) {
  task.id = id;
  std::visit(
      [id](auto& change) {
        if constexpr (requires { change.product; }) change.product = id;
      },
      task.change);
}

void Operators::take_archive(MarketplaceIndex at, const std::vector<Product>& products) {
  for (Task& task : tasks_) {
    if (!task.registers || task.owner != at) continue;
    auto& registration = std::get<RegisterProduct>(task.change);
    for (const Product& product : products) {
      if (product.name != registration.name) continue;
      registration.stock = product.stock;
      registration.price = product.price;
    }
  }
}

void Operators::register_anew(MarketplaceIndex at, GlobalTime now, Office& office) {
  for (TaskIndex index = 0; index < tasks_.size(); ++index) {
    Task& task = tasks_[index];
    if (!task.registers || task.owner != at) continue;
    if (task.state == Task::State::done) ++unfinished_;
    task.state = Task::State::waiting;
    office.set_timer(now, index, false);
  }
}

void Operators::answered(TaskIndex task) {
  if (tasks_[task].state == Task::State::asking) finish(tasks_[task]);
}

void Operators::connection_lost(MarketplaceIndex at, GlobalTime now, Office& office) {
  for (TaskIndex index = 0; index < tasks_.size(); ++index) {
    Task& task = tasks_[index];
    if (task.state != Task::State::asking || task.owner != at) continue;
    if (task.registers) {
      task.state = Task::State::waiting;
      office.set_timer({now.ns + wait.ns}, index, false);
    } else {
      finish(task);
    }
  }
}

bool Operators::done_without(const std::vector<bool>& gone) const {
  return std::ranges::all_of(tasks_,
                             [&](const Task& task) { return task.state == Task::State::done || gone[task.owner]; });
}

void Operators::finish(Task& task) {
  task.state = Task::State::done;
  --unfinished_;
}

}  // namespace feira::sim
