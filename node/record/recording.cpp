#include "node/record/recording.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>
#include <variant>

#include "core/wire/wire.hpp"
#include "node/identity/secrets.hpp"

namespace feira::node {

namespace {

using nlohmann::json;

json json_of(ProductId id) { return {{"owner", id.owner.value}, {"local", id.local}}; }
json json_of(IdempotencyKey key) { return {{"high", key.high}, {"low", key.low}}; }
json json_of(const Money& money) { return {{"minor", money.minor}, {"currency", money.currency.code.data()}}; }
json json_of(FencingToken token) { return {{"epoch", token.epoch}, {"counter", token.counter}}; }
json json_of(const std::optional<VectorClock>& clock) {
  if (!clock) return nullptr;
  json entries = json::array();
  for (const VectorClock::Entry& entry : clock->entries()) entries.push_back({entry.marketplace.value, entry.count});
  return entries;
}

ProductId product_of(const json& v) {
  return {MarketplaceId{v.at("owner").get<std::uint32_t>()}, v.at("local").get<std::uint32_t>()};
}
IdempotencyKey key_of(const json& v) { return {v.at("high").get<std::uint64_t>(), v.at("low").get<std::uint64_t>()}; }
Money money_of(const json& v) {
  Money money{v.at("minor").get<std::int64_t>(), {}};
  v.at("currency").get<std::string>().copy(money.currency.code.data(), 3);
  return money;
}
FencingToken token_of(const json& v) {
  return {v.at("epoch").get<std::uint32_t>(), v.at("counter").get<std::uint64_t>()};
}
std::optional<VectorClock> clock_of(const json& v) {
  if (v.is_null()) return std::nullopt;
  VectorClock clock;
  for (const json& entry : v) {
    clock.set(MarketplaceId{entry.at(0).get<std::uint32_t>()}, entry.at(1).get<Count>());
  }
  return clock;
}
RequestId request_of(const json& v) { return RequestId{v.at("request").get<std::uint64_t>()}; }

json change_json(const RegisterProduct& c) {
  return {{"what", "register"}, {"name", c.name}, {"sku", c.sku}, {"price", json_of(c.price)}, {"stock", c.stock}};
}
json change_json(const Restock& c) {
  return {{"what", "restock"}, {"product", json_of(c.product)}, {"quantity", c.quantity}};
}
json change_json(const Withdraw& c) {
  return {{"what", "withdraw"}, {"product", json_of(c.product)}, {"quantity", c.quantity}};
}
json change_json(const Reprice& c) {
  return {{"what", "reprice"}, {"product", json_of(c.product)}, {"price", json_of(c.price)}};
}
json change_json(const RemoveProduct& c) { return {{"what", "remove"}, {"product", json_of(c.product)}}; }

Change change_of(const json& v) {
  const auto what = v.at("what").get<std::string>();
  if (what == "register") {
    return RegisterProduct{v.at("name").get<std::string>(), v.at("sku").get<std::string>(), money_of(v.at("price")),
                           v.at("stock").get<std::int64_t>()};
  }
  const ProductId product = product_of(v.at("product"));
  if (what == "restock") return Restock{product, v.at("quantity").get<std::int64_t>()};
  if (what == "withdraw") return Withdraw{product, v.at("quantity").get<std::int64_t>()};
  if (what == "reprice") return Reprice{product, money_of(v.at("price"))};
  if (what == "remove") return RemoveProduct{product};
  throw std::runtime_error("unknown change \"" + what + "\"");
}

// One for each kind of input.
json input_json(const MessageArrived& i) {
  return {{"kind", "message"}, {"message", json::parse(wire::encode(i.message.get()))}};
}
json input_json(const BuyAsked& i) {
  return {{"kind", "buy"},
          {"request", i.request.value},
          {"product", json_of(i.product)},
          {"key", json_of(i.purchase.key)},
          {"quantity", i.purchase.quantity},
          {"price", json_of(i.purchase.price)},
          {"token", json_of(i.token)}};
}
json input_json(const CancelAsked& i) {
  return {{"kind", "cancel"},
          {"request", i.request.value},
          {"product", json_of(i.product)},
          {"key", json_of(i.key)},
          {"token", json_of(i.token)}};
}
json input_json(const PatienceEnded& i) { return {{"kind", "patience-ended"}, {"request", i.request.value}}; }
json input_json(const ChangeAsked& i) {
  json change = std::visit([](const auto& c) { return change_json(c); }, i.change);
  return {{"kind", "change"}, {"request", i.request.value}, {"change", std::move(change)}};
}
json input_json(const HookEnded& i) {
  return {{"kind", "hook-ended"},
          {"product", json_of(i.product)},
          {"key", json_of(i.key)},
          {"token", json_of(i.token)},
          {"confirmed", i.confirmed}};
}
json input_json(const HookSkipped& i) {
  return {{"kind", "hook-skipped"}, {"product", json_of(i.product)}, {"key", json_of(i.key)}};
}
json input_json(const TimerFired&) { return {{"kind", "timer"}}; }
json input_json(const Durable& i) { return {{"kind", "durable"}, {"through", i.through}}; }
json input_json(const LeaveAsked& i) { return {{"kind", "leave"}, {"request", i.request.value}}; }
json input_json(const EvictAsked& i) {
  return {{"kind", "evict"}, {"request", i.request.value}, {"member", i.member.value}};
}

/// The protocol's numbers by name, to write and to read them alike.
template <class OptionsType, class Visit>
void each_option(OptionsType& options, Visit visit) {
  visit("heartbeat_ns", options.heartbeat.ns);
  visit("suspect_after_heartbeats", options.suspect_after_heartbeats);
  visit("lease_ns", options.lease.ns);
  visit("lease_cap_ns", options.lease_cap.ns);
  visit("drift_ppm", options.drift_ppm);
  visit("retransmit_ns", options.retransmit.ns);
  visit("void_timeout_ns", options.void_timeout.ns);
  visit("kept_interests", options.kept_interests);
  visit("batch_max", options.batch_max);
  visit("queue_max", options.queue_max);
  visit("tombstones_max", options.tombstones_max);
}

}  // namespace

json json_of(const Config& config) {
  json members = json::array();
  for (const Member& member : config.members) members.push_back({{"id", member.id.value}, {"name", member.name}});
  json options;
  each_option(config.options, [&](const char* name, const auto& value) { options[name] = value; });
  return {{"me", config.me.value},
          {"members", std::move(members)},
          {"sponsor", config.sponsor.value},
          {"options", std::move(options)}};
}

Config config_of(const json& value) {
  Config config;
  config.me = MarketplaceId{value.at("me").get<std::uint32_t>()};
  config.sponsor = MarketplaceId{value.at("sponsor").get<std::uint32_t>()};
  for (const json& member : value.at("members")) {
    config.members.push_back(
        {MarketplaceId{member.at("id").get<std::uint32_t>()}, member.at("name").get<std::string>()});
  }
  const json& options = value.at("options");
  each_option(config.options, [&](const char* name, auto& into) { options.at(name).get_to(into); });
  return config;
}

json json_of(const Input& input) {
  return std::visit([](const auto& each) { return input_json(each); }, input);
}

void read_input(const json& v, RecordedInput& out) {
  out = {};
  const auto kind = v.at("kind").get<std::string>();
  if (kind == "message") {
    auto decoded = wire::decode_message(v.at("message").dump());
    if (const auto* error = std::get_if<wire::WireError>(&decoded)) {
      throw std::runtime_error("message " + error->path + " " + error->what);
    }
    out.message = std::get<Message>(std::move(decoded));
    out.input = MessageArrived{*out.message};
  } else if (kind == "buy") {
    const Purchase purchase{key_of(v.at("key")), v.at("quantity").get<std::uint32_t>(), money_of(v.at("price"))};
    out.input = BuyAsked{request_of(v), product_of(v.at("product")), purchase, clock_of(v.at("token"))};
  } else if (kind == "cancel") {
    out.input = CancelAsked{request_of(v), product_of(v.at("product")), key_of(v.at("key")), clock_of(v.at("token"))};
  } else if (kind == "patience-ended") {
    out.input = PatienceEnded{request_of(v)};
  } else if (kind == "change") {
    out.input = ChangeAsked{request_of(v), change_of(v.at("change"))};
  } else if (kind == "hook-ended") {
    out.input = HookEnded{product_of(v.at("product")), key_of(v.at("key")), token_of(v.at("token")),
                          v.at("confirmed").get<bool>()};
  } else if (kind == "hook-skipped") {
    out.input = HookSkipped{product_of(v.at("product")), key_of(v.at("key"))};
  } else if (kind == "timer") {
    out.input = TimerFired{};
  } else if (kind == "durable") {
    out.input = Durable{v.at("through").get<RecordNumber>()};
  } else if (kind == "leave") {
    out.input = LeaveAsked{request_of(v)};
  } else if (kind == "evict") {
    out.input = EvictAsked{request_of(v), MarketplaceId{v.at("member").get<std::uint32_t>()}};
  } else {
    throw std::runtime_error("unknown kind of input \"" + kind + "\"");
  }
}

namespace {

json decision_json(const Decision& decision) {
  return {json_of(decision.purchase.key), decision.purchase.quantity, json_of(decision.purchase.price),
          static_cast<int>(decision.outcome)};
}
// What an answer says; `std::variant::index` tells which it is.
json answer_json(const Answered& a) { return decision_json(a.decision); }
json answer_json(const Pending&) { return nullptr; }
json answer_json(const NotAccepted& a) { return static_cast<int>(a.reason); }
json answer_json(const Misuse&) { return nullptr; }
json answer_json(const ChangeMade& a) { return {json_of(a.product), a.version}; }
json answer_json(const ChangeRefused& a) { return static_cast<int>(a.reason); }
json answer_json(const Unknown&) { return nullptr; }
json answer_json(const MemberNoted& a) { return a.member.value; }

}  // namespace

std::string text_of(const Effects& effects) {
  std::string text;
  const auto line = [&text](const json& value) { text += value.dump() + "\n"; };
  RecordNumber number = effects.first_record;
  for (const Record& record : effects.records) {
    text += "record " + std::to_string(number++) + " " + wire::encode(record) + "\n";
  }
  for (const Send& send : effects.sends) {
    text += "send to " + std::to_string(send.to.value) + " but " + std::to_string(send.except.value) + " after " +
            std::to_string(send.after) + " " + wire::encode(send.message) + "\n";
  }
  for (const Reply& reply : effects.replies) {
    json said = std::visit([](const auto& each) { return answer_json(each); }, reply.answer);
    line({{"reply", reply.request.value},
          {"after", reply.after},
          {"answer", {reply.answer.index(), std::move(said)}},
          {"clock", json_of(std::optional(reply.clock))}});
  }
  for (const StartHook& hook : effects.hooks) {
    line({{"hook", json_of(hook.product)},
          {"key", json_of(hook.purchase.key)},
          {"token", json_of(hook.token)},
          {"until", hook.until.ns},
          {"after", hook.after}});
  }
  for (const Delivery& delivery : effects.deliveries) {
    line({{"delivered", {delivery.interest.origin.value, delivery.interest.number}}});
  }
  if (effects.timer) line({{"timer", effects.timer->ns}});
  if (effects.stopped) text += "stopped\n";
  return text;
}

std::string hash_of(const Effects& effects) { return hex_of(sha256(text_of(effects)).substr(0, 8)); }

}  // namespace feira::node
