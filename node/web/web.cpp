#include "node/web/web.hpp"

#include <algorithm>
#include <array>

#include "node/api/refuse.hpp"
#include "node/identity/secrets.hpp"
#include "node/web/files.hpp"

namespace feira::node {
namespace {

struct File {
  const char* name;
  const char* type;
  const char* text;
};

constexpr const char* script = "text/javascript; charset=utf-8";

const std::array files{File{"index.html", "text/html; charset=utf-8", web_index_html},
                       File{"style.css", "text/css; charset=utf-8", web_style_css},
                       File{"app.js", script, web_app_js},
                       File{"consortium.js", script, web_consortium_js},
                       File{"dom.js", script, web_dom_js},
                       File{"node.js", script, web_node_js},
                       File{"purchases.js", script, web_purchases_js},
                       File{"store.js", script, web_store_js},
                       File{"words.js", script, web_words_js}};

/// Nothing from elsewhere, nothing inline, and in nobody's frame.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

}  // namespace

void WebRoutes::mount(http::Server& server, Gate& gate) {
  using http::Method;
  server.route(Method::get, "/", gate.for_a(Visitor::buyer, [](const auto& r) { return file("index.html", r); }));
  server.route(Method::get, "/web/{file}",
               gate.for_a(Visitor::buyer, [](const auto& r) { return file(r.parameter("file"), r); }));
}

http::Response WebRoutes::file(const std::string& name, const http::Request& request) {
  const auto* const at = std::ranges::find(files, name, [](const File& each) { return std::string_view(each.name); });
  if (at == files.end()) throw Refuse{http::not_found(request.path)};
  http::Response response;
  const std::string tag = '"' + hex_of(sha256(at->text)).substr(0, 16) + '"';
  if (request.headers.get("If-None-Match") == tag) {
    response.status = 304;
  } else {
    response.content_type = at->type;
    response.body = at->text;
  }
  response.headers.set("ETag", tag);
  response.headers.set("Cache-Control", "no-cache");
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace feira::node
