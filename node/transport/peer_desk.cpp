#include "node/transport/peer_desk.hpp"

#include <utility>

#include "node/http/problem.hpp"
#include "node/log/log.hpp"

namespace feira::node {

namespace {

http::Response problem(int status, const char* word, const char* title, std::string detail) {
  return http::answer(http::Problem{status, word, title, std::move(detail)});
}

http::Response bad_batch(const BatchError& error) {
  if (error.fault == BatchFault::unknown_wire_version) {
    return problem(400, "unknown-wire-version", "This wire version is not spoken here", error.what);
  }
  return problem(400, "malformed-batch", "This is no batch of messages", error.what);
}

}  // namespace

PeerDesk::PeerDesk(Speaker speaker, AddressBook& addresses, Driver& driver)
    : speaker_(std::move(speaker)), addresses_(addresses), driver_(driver), check_(speaker_.key.key) {}

void PeerDesk::mount(http::Server& server) {
  http::RouteOptions options;
  options.body_bytes_max = batch_bytes_max;
  server.route(http::Method::post, batch_path, [this](const http::Request& r) { return take_batch(r); }, options);
  server.route(http::Method::get, hello_path, [this](const http::Request& r) { return say_hello(r); });
}

std::optional<http::Response> PeerDesk::refuse(const http::Request& request) {
  const Signature signature{std::string(request.headers.get(time_field)), std::string(request.headers.get(nonce_field)),
                            std::string(request.headers.get(mac_field))};
  const auto fault = check_.check(signature, name(request.method), request.target, request.body, wall_ms());
  if (fault == SignatureFault::none) return std::nullopt;
  ++turned_away_;
  switch (fault) {
    case SignatureFault::not_now:
      return problem(401, "signed-at-another-time", "The signature is not of now",
                     "The wall clocks of the two marketplaces are more than two minutes apart, or the request is old.");
    case SignatureFault::replayed:
      return problem(401, "replayed", "This request has come before", "Each request is signed anew.");
    case SignatureFault::wrong:
    case SignatureFault::none:
      break;
  }
  return problem(401, "not-a-peer", "Not signed with this consortium's key",
                 "Only members of the same consortium are spoken to here; see docs/nodes.md.");
}

http::Response PeerDesk::take_batch(const http::Request& request) {
  if (auto refused = refuse(request)) return *std::move(refused);
  auto read = read_batch(request.body);
  if (const auto* error = std::get_if<BatchError>(&read)) return bad_batch(*error);
  auto& batch = std::get<Batch>(read);
  if (batch.head.consortium != speaker_.key.consortium || batch.head.to != speaker_.me.id) {
    return problem(421, "not-addressed-here", "The batch is for another marketplace",
                   "Here is " + speaker_.me.name + " (" + to_hex(speaker_.me.id) + ") of consortium " +
                       speaker_.key.consortium + ".");
  }
  if (addresses_.told_by_itself(batch.head.from)) {
    log(LogLevel::info, "a marketplace told its address",
        {{"marketplace", batch.head.from.name}, {"url", batch.head.from.url}});
  }
  for (const Address& known : batch.head.known) addresses_.gossip(known);
  const std::size_t messages = batch.messages.size();
  if (!driver_.deliver(std::move(batch.messages))) {
    return problem(503, "busy", "Too much waits here already", "Send it again later.");
  }
  received_ += messages;
  http::Response taken;
  taken.status = 204;
  return taken;
}

http::Response PeerDesk::say_hello(const http::Request& request) {
  if (auto refused = refuse(request)) return *std::move(refused);
  const BatchHead head{wire::format_version, speaker_.key.consortium, speaker_.me, {}, addresses_.all()};
  http::Response response;
  response.body = text_of(HelloAnswer{head, driver_.takes_part()});
  response.headers.add(mac_field, answer_mac(speaker_.key.key, request.headers.get(nonce_field), response.body));
  return response;
}

}  // namespace feira::node
