#include "node/api/peers.hpp"

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>

#include "node/api/json_body.hpp"
#include "node/api/refuse.hpp"
#include "node/api/views.hpp"

namespace feira::node {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t url_bytes_max = 300;

struct PeerSeen {
  MemberEntry member;
  bool here = false;
  bool suspected = false;
  Version catalogue_version = 0;
  Count clock = 0;
};

PeerSeen see(const View& view, const MemberEntry& member) {
  const Freshness freshness = freshness_of(view, member.id);
  return {member, freshness.here, freshness.suspected, freshness.owner_version, view.core.clock()[member.id]};
}

Json shown(const PeerSeen& seen, const Premises& premises, const std::vector<PeerTraffic>& traffic) {
  Json out = json_of(seen.member);
  if (auto url = premises.url_of(seen.member.id); !url.empty()) out["url"] = std::move(url);
  out["here"] = seen.here;
  out["suspected"] = seen.suspected;
  out["catalogue_version"] = seen.catalogue_version;
  out["clock"] = seen.clock;
  const auto at = std::ranges::find(traffic, seen.member.id, &PeerTraffic::id);
  if (at != traffic.end()) {
    out["traffic"] = {{"reachable", at->reachable},
                      {"waiting", at->waiting},
                      {"sent", at->sent},
                      {"dropped", at->dropped},
                      {"failures", at->failures}};
  }
  return out;
}

MarketplaceId member_in(const http::Request& request) {
  const auto id = read_marketplace(request.parameter("id"));
  if (!id) {
    throw Refuse{
        {404, "unknown-peer", "This marketplace is not known here", "no marketplace " + request.parameter("id")}};
  }
  return *id;
}

}  // namespace

void PeerRoutes::mount(http::Server& server, Gate& gate) {
  using http::Method;
  const auto open = [&](Visitor visitor, auto method) {
    return gate.for_a(visitor, [this, method](const http::Request& r) { return (this->*method)(r); });
  };
  server.route(Method::get, "/peers", open(Visitor::buyer, &PeerRoutes::list));
  server.route(Method::post, "/peers", open(Visitor::the_operator, &PeerRoutes::meet));
  server.route(Method::get, "/peers/{id}", open(Visitor::buyer, &PeerRoutes::one));
  server.route(Method::del, "/peers/{id}", open(Visitor::the_operator, &PeerRoutes::evict), {.body_bytes_max = 0});
  server.route(Method::post, "/leave", open(Visitor::the_operator, &PeerRoutes::leave), {.body_bytes_max = 0});
}

http::Response PeerRoutes::list(const http::Request& /*request*/) {
  const auto seen = premises_.driver.read([](const View& view) {
    std::vector<PeerSeen> peers;
    for (const MemberEntry& member : view.core.membership().all()) peers.push_back(see(view, member));
    return peers;
  });
  if (!seen) refuse_stopping();
  const auto traffic = premises_.traffic();
  Json peers = Json::array();
  for (const auto& peer : *seen) peers.push_back(shown(peer, premises_, traffic));
  return answered(200, {{"consortium", premises_.consortium}, {"peers", std::move(peers)}});
}

http::Response PeerRoutes::one(const http::Request& request) {
  const MarketplaceId id = member_in(request);
  const auto seen = premises_.driver.read([&](const View& view) {
    const MemberEntry* member = view.core.membership().find(id);
    return member == nullptr ? std::nullopt : std::optional(see(view, *member));
  });
  if (!seen) refuse_stopping();
  if (!*seen) throw Refuse{{404, "unknown-peer", "This marketplace is not known here", "no marketplace " + to_hex(id)}};
  return answered(200, shown(**seen, premises_, premises_.traffic()));
}

http::Response PeerRoutes::meet(const http::Request& request) {
  const auto body = read_body(request, {"url"});
  const std::string url = text_in(body, "url", url_bytes_max);
  const auto met = premises_.meet(url);
  if (const auto* why = std::get_if<std::string>(&met)) {
    throw Refuse{{502, "nobody-met", "Nobody of this consortium was met at this address", *why}};
  }
  const auto& who = std::get<Met>(met);
  return answered(200, {{"id", to_hex(who.id)}, {"name", who.name}, {"url", url}});
}

http::Response PeerRoutes::evict(const http::Request& request) {
  const MarketplaceId id = member_in(request);
  if (id == premises_.driver.id()) {
    throw Refuse{{409, "leave-instead", "A marketplace does not evict itself", "POST /leave lets it leave in order"}};
  }
  const auto member = premises_.driver.read([&](const View& view) {
    const MemberEntry* found = view.core.membership().find(id);
    return found == nullptr ? std::nullopt : std::optional(*found);
  });
  if (!member) refuse_stopping();
  if (!*member)
    throw Refuse{{404, "unknown-peer", "This marketplace is not known here", "no marketplace " + to_hex(id)}};
  (void)ask([&](Then then) { premises_.driver.evict(id, std::move(then)); });
  MemberEntry evicted = **member;
  evicted.standing = Standing::evicted;
  return answered(200, json_of(evicted));
}

http::Response PeerRoutes::leave(const http::Request& /*request*/) {
  if (!premises_.serving) refuse_stopping();
  // It answers when it has left, which may take long: whoever asks is not kept waiting, and sees it go in /peers.
  premises_.driver.leave([](const std::optional<Reply>&) {});
  return answered(202, {{"id", to_hex(premises_.driver.id())}, {"name", premises_.name}, {"standing", "leaving"}});
}

}  // namespace feira::node
