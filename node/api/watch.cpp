#include "node/api/watch.hpp"

#include <nlohmann/json.hpp>

#include "core/wire/wire.hpp"
#include "node/api/openapi.hpp"
#include "node/api/refuse.hpp"
#include "node/api/views.hpp"
#include "node/store/store.hpp"

namespace feira::node {
namespace {

using Json = nlohmann::ordered_json;

const char* why(StopReason reason) {
  switch (reason) {
    case StopReason::none:
      return "";
    case StopReason::lost_disk:
      return "lost-disk";
    case StopReason::evicted:
      return "evicted";
    case StopReason::left:
      return "left";
  }
  return "";
}

Json json_of(const VectorClock& clock) {
  Json out = Json::object();
  for (const auto& [marketplace, count] : clock.entries()) out[to_hex(marketplace)] = count;
  return out;
}

}  // namespace

void WatchRoutes::mount(http::Server& server, Gate& gate) {
  using http::Method;
  server.route(Method::get, "/healthz", gate.for_a(Visitor::watcher, [this](const auto&) { return health(); }));
  server.route(Method::get, "/readyz", gate.for_a(Visitor::watcher, [this](const auto&) { return ready(); }));
  server.route(Method::get, "/version", gate.for_a(Visitor::watcher, [this](const auto&) { return version(); }));
  server.route(Method::get, "/clock", gate.for_a(Visitor::buyer, [this](const auto&) { return clock(); }));
  server.route(Method::get, "/openapi.json", gate.for_a(Visitor::buyer, [](const auto&) {
    http::Response response;
    response.body = openapi_document;
    return response;
  }));
}

http::Response WatchRoutes::health() const {
  const StopReason stopped = premises_.driver.stopped_because();
  if (stopped == StopReason::none) return answered(200, {{"healthy", true}});
  return answered(503, {{"healthy", false}, {"stopped", why(stopped)}});
}

http::Response WatchRoutes::ready() const {
  const auto& driver = premises_.driver;
  const auto no = [](const char* reason) { return answered(503, {{"ready", false}, {"reason", reason}}); };
  if (driver.stopped_because() != StopReason::none) return no(why(driver.stopped_because()));
  if (!premises_.serving) return no("stopping");
  if (!driver.takes_part()) return no("not-yet-a-member");
  if (!driver.store_failure().empty()) return no("store-failing");
  return answered(200, {{"ready", true}});
}

http::Response WatchRoutes::version() const {
  return answered(200, {{"feira", premises_.version},
                        {"wire", wire::format_version},
                        {"store", store_version},
                        {"marketplace", {{"id", to_hex(premises_.driver.id())}, {"name", premises_.name}}},
                        {"consortium", premises_.consortium}});
}

http::Response WatchRoutes::clock() {
  const auto seen = premises_.driver.read(
      [](const View& view) { return std::tuple(view.core.clock(), view.core.frontier(), view.core.incarnation()); });
  if (!seen) refuse_stopping();
  const auto& [clock, frontier, life] = *seen;
  return answered(200, {{"marketplace", to_hex(premises_.driver.id())},
                        {"life", life.value},
                        {"clock", json_of(clock)},
                        {"frontier", json_of(frontier)}});
}

}  // namespace feira::node
