#include "node/http/request_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace feira::http {
namespace {

Problem bad_request(std::string detail) {
  return {400, "malformed-request", "This is not a request by HTTP/1.1", std::move(detail)};
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Method> method_of(std::string_view text) {
  for (const Method method :
       {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
    if (text == name(method)) return method;
  }
  return std::nullopt;
}

/// Reads "METHOD target HTTP/1.x".
std::optional<Problem> read_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad_request("the request line is not of three parts");
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(method)) return bad_request("the method is not a word");
  if (!version.starts_with("HTTP/")) return bad_request("the request line does not end in a version of HTTP");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return Problem{505, "http-version", "This version of HTTP is not spoken here", "HTTP/1.1 is"};
  }
  if (target.size() > limits.target_bytes) {
    return Problem{414, "target-too-long", "The path and query are too long",
                   "at most " + std::to_string(limits.target_bytes) + " bytes are read"};
  }
  const bool visible =
      std::ranges::all_of(target, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
  if (target.empty() || !visible) return bad_request("the target has blanks or control characters");
  const auto known = method_of(method);
  if (!known) return Problem{501, "unknown-method", "This method is not known here", "GET, POST, PUT and the like are"};
  head.method = *known;
  head.target = target;
  head.minor_version = version.back() - '0';
  return std::nullopt;
}

std::optional<Problem> read_field(std::string_view line, RequestHead& head) {
  if (line.front() == ' ' || line.front() == '\t') return bad_request("a header field goes on in a second line");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return bad_request("a header field has no colon");
  if (!is_token(line.substr(0, colon))) return bad_request("the name of a header field is not a word");
  const auto value = trimmed(line.substr(colon + 1));
  if (!is_field_value(value)) return bad_request("the value of a header field has control characters");
  head.headers.add(std::string(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

std::optional<Problem> read_framing(RequestHead& head) {
  const auto& headers = head.headers;
  const auto lengths = headers.count("Content-Length");
  if (lengths > 1) return bad_request("more than one Content-Length");
  if (const std::string* length = headers.find("Content-Length")) {
    const auto* end = length->data() + length->size();
    const bool digits = std::ranges::all_of(*length, [](char c) { return c >= '0' && c <= '9'; });
    const auto [last, error] = std::from_chars(length->data(), end, head.content_length);
    if (!digits || error != std::errc{} || last != end) return bad_request("the Content-Length is not a number");
  }
  if (const std::string* coding = headers.find("Transfer-Encoding")) {
    if (headers.count("Transfer-Encoding") > 1 || !same_name(*coding, "chunked")) {
      return Problem{501, "transfer-coding", "This transfer coding is not known here", "chunked alone is"};
    }
    if (lengths > 0 || head.minor_version == 0) return bad_request("chunks beside a Content-Length, or in HTTP/1.0");
    head.chunked = true;
  }
  if (const std::string* coding = headers.find("Content-Encoding");
      coding != nullptr && !same_name(*coding, "identity")) {
    return Problem{415, "content-coding", "Compressed bodies are not read here", "send the body as it is"};
  }
  if (head.has_body() &&
      (head.method == Method::get || head.method == Method::head || head.method == Method::options)) {
    return bad_request("a request with this method has no body");
  }
  if (head.chunked && head.method == Method::del) return bad_request("a DELETE has no chunks");
  return std::nullopt;
}

std::optional<Problem> read_connection(RequestHead& head) {
  const auto& headers = head.headers;
  if (headers.count("Host") > 1 || (head.minor_version == 1 && headers.count("Host") == 0)) {
    return bad_request("exactly one Host is needed");
  }
  if (const std::string* expected = headers.find("Expect")) {
    if (!same_name(*expected, "100-continue")) {
      return Problem{417, "expectation", "This expectation cannot be met", "100-continue can"};
    }
    head.expects_continue = head.has_body();
  }
  const auto connection = headers.get("Connection");
  head.close = same_name(connection, "close") || (head.minor_version == 0 && !same_name(connection, "keep-alive"));
  return std::nullopt;
}

bool has_bare_line_feed(std::string_view bytes) {
  for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') return true;
  }
  return false;
}

}  // namespace

const char* name(Method method) {
  static constexpr std::array names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return names.at(static_cast<std::size_t>(method));
}

HeadResult read_head(std::string_view bytes, const HeadLimits& limits) {
  // One empty line before a request is forgiven (RFC 9112, 2.2).
  const std::size_t skipped = bytes.starts_with("\r\n") ? 2 : 0;
  const auto text = bytes.substr(skipped, std::min(limits.bytes, bytes.size() - skipped));
  const auto end = text.find("\r\n\r\n");
  if (has_bare_line_feed(text.substr(0, end))) return bad_request("a line ends without a carriage return");
  if (end == std::string_view::npos) {
    if (text.size() < limits.bytes) return HeadIncomplete{};
    return Problem{431, "head-too-large", "The header fields are too large",
                   "at most " + std::to_string(limits.bytes) + " bytes are read"};
  }
  HeadRead read;
  read.size = skipped + end + 4;
  auto rest = text.substr(0, end + 2);
  const auto take_line = [&rest] {
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    return line;
  };
  if (auto problem = read_request_line(take_line(), limits, read.head)) return *problem;
  while (!rest.empty()) {
    if (read.head.headers.fields().size() == limits.fields) {
      return Problem{431, "too-many-fields", "There are too many header fields",
                     "at most " + std::to_string(limits.fields) + " are read"};
    }
    if (auto problem = read_field(take_line(), read.head)) return *problem;
  }
  if (auto problem = read_framing(read.head)) return *problem;
  if (auto problem = read_connection(read.head)) return *problem;
  return read;
}

}  // namespace feira::http
