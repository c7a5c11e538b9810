#include "node/api/gate.hpp"

#include <utility>

#include "node/api/refuse.hpp"
#include "node/identity/secrets.hpp"

namespace feira::node {
namespace {

constexpr std::string_view scheme = "Bearer ";

http::Response answered(const Refuse& refuse) {
  auto response = http::answer(refuse.problem);
  for (const auto& field : refuse.headers.fields()) response.headers.set(field.name, field.value);
  return response;
}

}  // namespace

http::Handler Gate::for_a(Visitor visitor, http::Handler handler) {
  return [this, visitor, handler = std::move(handler)](const http::Request& request) {
    http::Response response;
    try {
      admit(visitor, request);
      response = handler(request);
    } catch (const Refuse& refuse) {
      response = answered(refuse);
    }
    response.headers.set("X-Content-Type-Options", "nosniff");
    if (response.headers.find("Cache-Control") == nullptr) response.headers.set("Cache-Control", "no-store");
    return response;
  };
}

void Gate::admit(Visitor visitor, const http::Request& request) {
  if (visitor == Visitor::watcher) return;
  const bool known = is_operator(request);
  // Guesses at the token are counted like everything else.
  if (!known) count(request);
  if (visitor == Visitor::the_operator && !known) {
    Refuse refuse{{401, "operator-only", "Only the operator of this marketplace may do this",
                   "show the operator's token: Authorization: Bearer TOKEN"}};
    refuse.headers.set("WWW-Authenticate", "Bearer realm=\"operator\"");
    throw Refuse{std::move(refuse)};
  }
}

bool Gate::is_operator(const http::Request& request) const {
  const auto shown = request.headers.get("Authorization");
  return !token_.empty() && shown.starts_with(scheme) && same_secret(shown.substr(scheme.size()), token_);
}

void Gate::count(const http::Request& request) {
  if (!limits_.this_host && is_this_host(request.remote)) return;
  const auto wait = rate_.take(party_of(request.remote));
  if (wait.count() == 0) return;
  Refuse refuse{{429, "too-many-requests", "This address asks too often",
                 std::to_string(limits_.per_second) + " requests a second are answered"}};
  refuse.headers.set("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
  throw Refuse{std::move(refuse)};
}

}  // namespace feira::node
