#include "node/http/problem.hpp"

#include <nlohmann/json.hpp>

namespace feira::http {

const char* reason(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Problem";
  }
}

Response answer(const Problem& problem) {
  nlohmann::ordered_json body{
      {"type", "urn:feira:problem:" + problem.word}, {"title", problem.title}, {"status", problem.status}};
  if (!problem.detail.empty()) body["detail"] = problem.detail;
  for (const auto& [name, value] : problem.members) body[name] = value;
  for (const auto& [name, value] : problem.numbers) body[name] = value;
  Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

Problem not_found(std::string_view path) {
  return {404, "not-found", "There is nothing at this path", "no resource at " + std::string(path)};
}

Problem method_not_allowed(Method method, std::string_view allowed) {
  return {405, "method-not-allowed", "This resource does not know this method",
          std::string(name(method)) + " is not for this resource, but " + std::string(allowed)};
}

Problem internal_error() {
  return {500, "internal-error", "The node failed to answer", "the failure is in the node's log"};
}

}  // namespace feira::http
