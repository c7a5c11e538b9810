#include "node/api/event_stream.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "node/api/refuse.hpp"
#include "node/api/views.hpp"

namespace feira::node {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr std::size_t at_once_max = 256;
/// More than the log remembers: a listener who is told all of that is not cut off.
constexpr std::size_t waiting_max = 8192;

Json data_of(const Happening& happening) {
  Json data{{"at_ms", happening.wall_ms}};
  switch (happening.kind) {
    case HappeningKind::product_changed: {
      const Product& product = happening.product;
      data["product"] = {{"id", text_of(product.id)},       {"name", product.name},   {"sku", product.sku},
                         {"price", json_of(product.price)}, {"stock", product.stock}, {"version", product.version},
                         {"removed", product.removed}};
      break;
    }
    case HappeningKind::purchase_decided: {
      // Neither key nor id: whoever has them may ask for the purchase and cancel it.
      const Decision& decision = happening.decision;
      data["product"] = text_of(happening.id);
      data["quantity"] = decision.purchase.quantity;
      data["state"] = decision.sold() ? "sold" : "refused";
      if (!decision.sold()) data["reason"] = word(decision.outcome);
      break;
    }
    case HappeningKind::member_changed:
      data["peer"] = json_of(happening.member);
      break;
    case HappeningKind::member_suspected:
      data["peer"] = json_of(happening.member);
      data["suspected"] = happening.suspected;
      break;
  }
  return data;
}

}  // namespace

void EventStream::mount(http::Server& server, Gate& gate) {
  server.route(http::Method::get, "/events", gate.for_a(Visitor::buyer, [this](const auto& r) { return listen(r); }));
}

void EventStream::start() {
  life_ = premises_.driver.read([](const View& view) { return view.core.incarnation().value; }).value_or(0);
  told_ = premises_.events.newest();
  thread_ = std::thread([this] { feed(); });
}

void EventStream::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

http::Event EventStream::event_of(const Happening& happening) const {
  return {std::to_string(life_) + '-' + std::to_string(happening.number), name(happening.kind),
          data_of(happening).dump(-1, ' ', false, Json::error_handler_t::replace)};
}

std::optional<std::uint64_t> EventStream::resume_after(const std::string& last_event_id) const {
  const std::string life = std::to_string(life_) + '-';
  std::uint64_t number = 0;
  const char* end = last_event_id.data() + last_event_id.size();
  if (!last_event_id.starts_with(life)) return std::nullopt;
  const auto [last, error] = std::from_chars(last_event_id.data() + life.size(), end, number);
  if (error != std::errc{} || last != end || number > told_) return std::nullopt;
  return number;
}

http::Response EventStream::listen(const http::Request& request) {
  const std::string* last = request.headers.find("Last-Event-ID");
  auto channel = std::make_shared<http::EventChannel>(waiting_max);
  http::Response response;
  response.events = channel;

  // Nothing is fed meanwhile: what was told is caught up with, and what comes next follows.
  const std::lock_guard lock(mutex_);
  if (stopping_ || !thread_.joinable()) refuse_stopping();
  const auto from = last == nullptr ? std::optional(told_) : resume_after(*last);
  bool gap = !from;
  std::vector<Happening> missed;
  if (from && *from < told_) {
    auto page = premises_.events.after(*from, SIZE_MAX, milliseconds(0));
    gap = page.gap;
    missed = std::move(page.happenings);
  }
  // The first event gives a listener its place, also when nothing happens for long.
  channel->push(first_event(gap, gap ? told_ : *from));
  if (!gap) {
    for (const auto& happening : missed) {
      if (happening.number <= told_) channel->push(event_of(happening));
    }
  }
  listeners_.push_back(channel);
  return response;
}

http::Event EventStream::first_event(bool gap, std::uint64_t after) const {
  return {std::to_string(life_) + '-' + std::to_string(after), gap ? "reset" : "hello",
          Json{{"marketplace", to_hex(premises_.driver.id())}, {"name", premises_.name}}.dump()};
}

void EventStream::reset_all() {
  for (const auto& listener : listeners_) {
    if (const auto channel = listener.lock()) channel->push(first_event(true, told_));
  }
}

void EventStream::feed() {
  while (!stopping_) {
    const auto page = premises_.events.after(told_, at_once_max, milliseconds(100));
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [](const auto& listener) {
      const auto channel = listener.lock();
      return !channel || channel->closed();
    });
    if (page.gap) reset_all();
    for (const auto& happening : page.happenings) {
      if (!listeners_.empty()) {
        const auto event = event_of(happening);
        for (const auto& listener : listeners_) {
          if (const auto channel = listener.lock()) channel->push(event);
        }
      }
      told_ = happening.number;
    }
    if (page.closed) break;
  }
}

}  // namespace feira::node
