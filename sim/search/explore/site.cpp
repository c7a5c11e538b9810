#include "sim/search/explore/site.hpp"

#include <algorithm>

namespace feira::explore {

namespace {

void hash(Hasher& hasher, const Message& message) {
  hasher.add(message.from, message.incarnation, message.sent, message.clock, message.body);
}

void hash(Hasher& hasher, const StartHook& hook) {
  hasher.add(hook.product, hook.purchase, hook.token, hook.until, hook.incarnation);
}

}  // namespace

void Parcel::hash_into(Hasher& hasher) const {
  hasher.add(to, known);
  hash(hasher, message);
}

void Hook::hash_into(Hasher& hasher) const { hash(hasher, hook); }

void Held::hash_into(Hasher& hasher) const {
  hasher.add(after, effect.index());
  if (const auto* mail = std::get_if<Mail>(&effect)) {
    hasher.add(mail->send.to, mail->send.except, mail->known);
    hash(hasher, mail->send.message);
  } else if (const auto* reply = std::get_if<Reply>(&effect)) {
    hasher.add(reply->request, reply->answer, reply->clock);
  } else {
    hash(hasher, std::get<StartHook>(effect));
  }
}

Site::Site(const Setting& setting, Dense me) : core(setting.configs[me]), watch(setting, me) {
  for (std::uint32_t i = 0; i < setting.buyers.size(); ++i) {
    if (setting.buyers[i].at == me) clients.push_back({i, Client::Stands::outside, {}, {}});
  }
}

void Site::hash_into(Hasher& hasher) const {
  core.hash_into(hasher);
  hasher.add(watch, clients, requests, hooks, wake, held);
  hasher.add(made, durable, journal.size());
  for (const Record& record : journal) hasher.add(record.clock, record.frontier, record.body);
}

bool Site::nobody_waits() const {
  return std::ranges::none_of(clients, [](const Client& c) { return c.stands == Client::Stands::asked; });
}

}  // namespace feira::explore
