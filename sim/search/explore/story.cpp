#include "sim/search/explore/story.hpp"

#include <algorithm>
#include <map>

#include "sim/check/describe.hpp"
#include "sim/check/directory.hpp"

namespace feira::explore {

namespace {

std::string described(const Parcel& parcel, const check::Names& names) {
  return names.of(parcel.message.from) + " -> " + names.members[parcel.to].name + "  " +
         check::describe(parcel.message, names);
}

std::string described(const Store& store, StateView from, const Choice& choice, const check::Names& names) {
  const Setting& setting = store.setting;
  const std::string& who = setting.name(choice.site);
  const Site& site = store.sites[from[State::sites_at + choice.site]].value;
  const auto hook = [&] { return "for purchase " + check::text(site.hooks[choice.subject].hook.purchase.key); };
  switch (choice.move) {
    case Move::deliver:
      return described(store.parcels[choice.parcel].value, names);
    case Move::lose:
      return described(store.parcels[choice.parcel].value, names) + "  is lost";
    case Move::duplicate:
      return described(store.parcels[choice.parcel].value, names) + "  comes, and a copy of it stays on its way";
    case Move::ask: {
      const Buyer& buyer = setting.buyers[site.clients[choice.subject].buyer];
      return who + "  is asked for " + std::to_string(buyer.purchase.quantity) + " " + setting.text(buyer.wants) +
             ", purchase " + check::text(buyer.purchase.key);
    }
    case Move::confirm:
      return who + "  its hook " + hook() + " confirms";
    case Move::decline:
      return who + "  its hook " + hook() + " declines";
    case Move::durable:
      return who + "  its records are durable";
    case Move::crash:
      return who + "  crashes, keeps " + std::to_string(choice.subject) + " of " +
             std::to_string(site.made - site.durable) + " records that were not durable, and starts again";
    case Move::timer:
      return who + "  is woken by its timer";
  }
  return {};
}

/// How often each hook, answer and message is there afterwards that was not before.
void tell_effects(const Store& store, const Site& before, const Site& after, const std::vector<Number>& sent,
                  const check::Names& names, std::vector<std::string>& out) {
  const std::string me = names.of(after.core.id());
  std::map<std::string, std::string> receivers;  // of one message; in the order of its words
  for (const Number number : sent) {
    const Parcel& parcel = store.parcels[number].value;
    std::string& to = receivers[check::describe(parcel.message, names)];
    to += (to.empty() ? "" : ", ") + names.members[parcel.to].name;
  }
  for (const auto& [message, to] : receivers) out.push_back("sends " + message + " to " + to);
  for (const Section& section : after.watch.sections()) {
    const auto was = std::ranges::find_if(before.watch.sections(), [&](const Section& each) {
      return each.product == section.product && each.token == section.token && each.inside;
    });
    if (section.inside && was == before.watch.sections().end()) {
      out.push_back("is inside the critical section of " + names.of(section.product) + " with token " +
                    check::text(section.token));
    }
  }
  for (std::size_t i = 0; i < after.clients.size(); ++i) {
    const bool is_new = after.clients[i].told && !before.clients[i].told;
    if (is_new) {
      out.push_back("answers purchase " + check::text(after.clients[i].told->purchase.key) + ": " +
                    check::text(after.clients[i].told->outcome));
    }
  }
}

}  // namespace

check::Names names_of(const Setting& setting) {
  check::Names names{setting.members, {}};
  for (std::size_t i = 0; i < setting.products.size(); ++i) {
    names.products.emplace_back(setting.products[i], setting.scenario.products[i].id);
  }
  return names;
}

std::vector<Told> tell(Moves& moves, const std::vector<Word>& first, const std::vector<Choice>& path) {
  const Store& store = moves.store();
  const check::Names names = names_of(store.setting);
  std::vector<Told> story;
  std::vector<Word> state = first;
  for (const Choice& choice : path) {
    const std::vector<Word> next = moves.made(state, choice);
    Told& told = story.emplace_back(Told{described(store, state, choice, names), {}});
    const Site& before = store.sites[state[State::sites_at + choice.site]].value;
    const Site& after = store.sites[next[State::sites_at + choice.site]].value;
    const std::size_t messages = State::sites_at + moves.size();
    std::vector<Number> sent(next.begin() + static_cast<std::ptrdiff_t>(messages), next.end());
    for (std::size_t i = messages; i < state.size(); ++i) {
      const auto at = std::ranges::find(sent, state[i]);
      if (at != sent.end()) sent.erase(at);
    }
    if (choice.move != Move::lose) tell_effects(store, before, after, sent, names, told.effects);
    state = next;
  }
  return story;
}

}  // namespace feira::explore
