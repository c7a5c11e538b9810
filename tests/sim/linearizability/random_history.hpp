// Random histories: clients use atomic objects, each operation taking effect at some moment between its invoke and its
// return; then, maybe, some outcomes are made wrong. A function of the seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/chance/draw.hpp"
#include "sim/linearizability/history.hpp"

namespace feira::linearizability {

struct Shape {
  Model model = Model::reg;
  std::uint32_t clients = 3;
  std::uint32_t operations = 8;
  std::uint32_t keys = 1;
  /// Different values, quantities or texts.
  std::uint32_t values = 3;
  std::int64_t unknown_per_million = 0;
  std::int64_t failed_per_million = 0;
  /// How many outcomes are made wrong (they may turn out to be right all the same).
  std::uint32_t wrong = 0;
};

class RandomHistory {
 public:
  RandomHistory(const Shape& shape, std::uint64_t seed) : shape_(shape), chance_(seed), objects_(shape.keys) {
    history_.model = shape.model;
    history_.initial = shape.model == Model::stock ? pick(shape.values * 2 + 1) : 0;
    history_.keyed = shape.keys > 1;
    for (std::uint32_t key = 0; key < shape.keys; ++key) history_.objects.push_back({std::to_string(key), {}});
    for (State& object : objects_) object.stock = history_.initial;
    clients_.resize(shape.clients);
    for (std::uint32_t i = 0; i < shape.clients; ++i) new_process(clients_[i]);
    while (history_.operations.size() < shape.operations || any_open()) turn();
    for (std::uint32_t i = 0; i < shape.wrong; ++i) make_wrong();
    for (Object& object : history_.objects) {
      std::erase_if(object.steps, [&](Step step) { return history_.operations[step.operation()].returned == 0; });
    }
  }

  [[nodiscard]] const History& history() const { return history_; }

 private:
  enum class Fate : std::uint8_t { returns, unknown, fails };

  struct Client {
    std::uint32_t process = 0;
    std::optional<std::uint32_t> open;
    bool taken = false;
    Fate fate = Fate::returns;
    bool takes = true;  // whether one of unknown outcome takes effect
    std::uint32_t key = 0;
  };
  struct State {
    std::int64_t stock = 0;
    std::optional<std::int64_t> value;
    std::string text;
  };

  std::uint32_t pick(std::uint64_t n) { return static_cast<std::uint32_t>(chance::below(bits(), n)); }
  bool happens(std::int64_t per_million) { return chance::happens(bits(), per_million); }
  std::uint64_t bits() { return chance_.bits({.ordinal = ++draws_}); }

  void new_process(Client& client) {
    client = {};
    client.process = static_cast<std::uint32_t>(history_.processes.size());
    history_.processes.push_back(100 + client.process);
  }

  [[nodiscard]] bool any_open() const {
    return std::any_of(clients_.begin(), clients_.end(), [](const Client& client) { return client.open.has_value(); });
  }

  void turn() {
    Client& client = clients_[pick(clients_.size())];
    if (!client.open) {
      if (history_.operations.size() < shape_.operations) invoke(client);
    } else if (!client.taken && (client.fate == Fate::returns || client.takes)) {
      take_effect(client);
    } else {
      end(client);
    }
  }

  void invoke(Client& client) {
    static constexpr Function functions[][3] = {{Function::buy, Function::restock, Function::read},
                                                {Function::read, Function::write, Function::cas},
                                                {Function::get, Function::put, Function::append}};
    const auto number = static_cast<std::uint32_t>(history_.operations.size());
    Operation& operation = history_.operations.emplace_back();
    operation.invoked = ++place_;
    operation.process = client.process;
    const std::uint32_t which = pick(history_.model == Model::reg ? 3 : 4);
    // More buys than restocks, more appends than puts.
    operation.function = functions[static_cast<std::size_t>(history_.model)][which < 3                        ? which
                                                                             : history_.model == Model::stock ? 0
                                                                                                              : 2];
    operation.a = pick(shape_.values) + (history_.model == Model::stock ? 1 : 0);
    operation.b = pick(shape_.values);
    if (operation.function == Function::put || operation.function == Function::append) {
      operation.a = history_.texts.add(std::string(1, static_cast<char>('a' + operation.a)));
    }
    if (operation.function == Function::cas && pick(10) == 0) operation.null = true;
    client.open = number;
    client.taken = false;
    client.takes = happens(500'000);
    client.fate = happens(shape_.unknown_per_million)  ? Fate::unknown
                  : happens(shape_.failed_per_million) ? Fate::fails
                                                       : Fate::returns;
    if (client.fate == Fate::fails) client.takes = false;
    client.key = pick(shape_.keys);
    history_.objects[client.key].steps.push_back(Step::invoke(number));
  }

  void take_effect(Client& client) {
    Operation& operation = history_.operations[*client.open];
    State& state = objects_[client.key];
    client.taken = true;
    switch (operation.function) {
      case Function::buy:
        operation.result = state.stock >= operation.a;
        if (operation.result) state.stock -= operation.a;
        return;
      case Function::restock:
        state.stock += operation.a;
        return;
      case Function::read:
        operation.null = history_.model == Model::reg && !state.value;
        operation.a = history_.model == Model::stock ? state.stock : state.value.value_or(0);
        return;
      case Function::write:
        state.value = operation.a;
        return;
      case Function::cas:
        operation.result = !operation.null && state.value == operation.a;
        if (operation.result) state.value = operation.b;
        return;
      case Function::get:
        operation.a = history_.texts.add(state.text);
        return;
      case Function::put:
        state.text = history_.texts[operation.a];
        return;
      case Function::append:
        state.text += history_.texts[operation.a];
        return;
    }
  }

  void end(Client& client) {
    Operation& operation = history_.operations[*client.open];
    if (client.fate == Fate::returns) {
      operation.returned = ++place_;
      history_.objects[client.key].steps.push_back(Step::answer(*client.open));
      client.open.reset();
      return;
    }
    if (client.fate == Fate::fails) {
      operation.returned = 0;
      client.open.reset();
      return;
    }
    operation.result = false;
    new_process(client);
  }

  void make_wrong() {
    Operation& operation = history_.operations[pick(history_.operations.size())];
    if (!operation.returns() || operation.returned == 0) return;
    switch (operation.function) {
      case Function::buy:
      case Function::cas:
        operation.result = !operation.result;
        return;
      case Function::read:
        operation.null = false;
        operation.a = pick(shape_.values);
        return;
      case Function::get: {
        std::string text(history_.texts[operation.a]);
        if (text.empty() || pick(2) == 0) {
          text += static_cast<char>('a' + pick(shape_.values));
        } else {
          text.pop_back();
        }
        operation.a = history_.texts.add(text);
        return;
      }
      default:
        return;
    }
  }

  Shape shape_;
  chance::Chance chance_;
  std::uint64_t draws_ = 0;
  History history_;
  std::vector<State> objects_;
  std::vector<Client> clients_;
  Place place_ = 0;
};

}  // namespace feira::linearizability
