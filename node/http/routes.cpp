#include "node/http/routes.hpp"

#include <algorithm>
#include <optional>

namespace feira::http {
namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

std::vector<std::string> cut(std::string_view path) {
  std::vector<std::string> segments;
  while (path.size() > 1) {
    path.remove_prefix(1);
    segments.emplace_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

std::optional<NameValues> fit(const Route& route, const std::vector<std::string>& segments) {
  if (route.segments.size() != segments.size()) return std::nullopt;
  NameValues parameters;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string_view wanted = route.segments[i];
    if (is_parameter(wanted)) {
      parameters.emplace_back(wanted.substr(1, wanted.size() - 2), segments[i]);
    } else if (wanted != segments[i]) {
      return std::nullopt;
    }
  }
  return parameters;
}

void allow(std::string& allowed, std::string_view method) {
  if (allowed.find(method) != std::string::npos) return;
  if (!allowed.empty()) allowed += ", ";
  allowed += method;
}

}  // namespace

const std::string& Request::parameter(std::string_view name) const {
  return std::ranges::find(parameters, name, &NameValues::value_type::first)->second;
}

const std::string* Request::query_value(std::string_view name) const {
  const auto at = std::ranges::find(query, name, &NameValues::value_type::first);
  return at == query.end() ? nullptr : &at->second;
}

void Routes::add(Route route) {
  route.segments = cut(route.path);
  routes_.push_back(std::move(route));
}

Routes::Found Routes::find(Method method, const Target& target) const {
  const Method wanted = method == Method::head ? Method::get : method;
  std::string allowed;
  for (const Route& route : routes_) {
    auto parameters = fit(route, target.segments);
    if (!parameters) continue;
    if (route.method == wanted) return Match{&route, std::move(*parameters)};
    allow(allowed, name(route.method));
    if (route.method == Method::get) allow(allowed, name(Method::head));
  }
  if (allowed.empty()) return NoSuchPath{};
  return WrongMethod{allowed};
}

}  // namespace feira::http
