// One key of a key-value store of strings, with get, put and append; the empty string at first.
//
// Many appends at once could come about in any order, and most orders lead to texts that no get ever saw. Such a text
// is only good for being overwritten, whatever it is, so all of them are one state. A text is such a one when it is the
// beginning of no text that a get saw which may still come before the next put can matter: of the gets that are not
// invoked yet, let g be the first to return. Either g sees a text that begins with the present one; or a put comes
// before g does, and then only gets before g can see what the present text has grown to: those that are open now, or
// invoked before g returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "sim/linearizability/effect.hpp"
#include "sim/linearizability/fingerprint.hpp"
#include "sim/linearizability/history.hpp"
#include "sim/linearizability/verdict.hpp"

namespace feira::linearizability {

class TextModel {
 public:
  struct State {
    Fingerprint text;
    /// Any text that no get can see.
    bool unseen = false;
    friend bool operator==(const State& a, const State& b) {
      return a.unseen == b.unseen && (a.unseen || a.text == b.text);
    }
  };
  struct Hash {
    std::size_t operator()(const State& state) const { return state.unseen ? 0 : spread(state.text.hash()); }
  };
  struct Compiled {
    Effect effect = Effect::none;
    Function function = Function::get;
    /// Of a get: its number in the order of invokes.
    std::uint32_t get = 0;
    Fingerprint text;
    friend bool operator==(const Compiled& a, const Compiled& b) {
      return a.function == b.function && a.text == b.text && a.effect == b.effect;
    }
  };

  static constexpr bool commutes(const Compiled&) { return false; }

  TextModel(const History& history, const Object& object);

  [[nodiscard]] State initial() const { return {}; }
  [[nodiscard]] Compiled compile(const Operation& operation) const;

  [[nodiscard]] static bool holds(const Compiled& get, const State& state) {
    return !state.unseen && state.text == get.text;
  }
  /// Returns whether it is possible: it always is.
  static bool apply(const Compiled& update, State& state) {
    if (update.function == Function::put) {
      state = {update.text, false};
    } else if (!state.unseen) {
      state.text.append(update.text);
    }
    return true;
  }

  /// The history has come to this place.
  void advance(Place now);
  /// A get has returned.
  void forget(const Compiled& get);
  /// The state, as far as anybody can tell; `any_undone` asks the gets that are open and have not seen their text yet.
  template <class AnyUndone>
  [[nodiscard]] State settle(const State& state, Place, AnyUndone&& any_undone) const {
    if (state.unseen) return state;
    for (std::uint32_t get = coming_; get < window_; ++get) {
      if (begins(get, state.text)) return state;
    }
    if (any_undone([&](const Compiled& get) { return begins(get.get, state.text); })) return state;
    return {{}, true};
  }

  [[nodiscard]] static KnownState known(const State& state) {
    return {!state.unseen && state.text.length() == 0 ? KnownState::Kind::empty_text : KnownState::Kind::unknown, 0};
  }

 private:
  struct Get {
    Place invoked;
    Place returned;
    /// The earliest return of this and all later ones.
    Place first_return;
    std::uint32_t text;
  };

  /// Whether what this get saw begins with `text`.
  [[nodiscard]] bool begins(std::uint32_t get, const Fingerprint& text) const {
    const auto& beginnings = beginnings_[get - kept_];
    return text.length() < beginnings.size() && beginnings[text.length()] == text;
  }
  void keep(const Get& get);

  const Texts* texts_;
  std::vector<Get> gets_;     // in the order of invokes
  std::uint32_t coming_ = 0;  // the first that is not invoked yet
  std::uint32_t window_ = 0;  // the first that cannot come before the first return among those that are coming
  std::uint32_t kept_ = 0;    // the first whose beginnings are kept
  std::deque<std::vector<Fingerprint>> beginnings_;
};

}  // namespace feira::linearizability
