#include "node/discovery/discovery.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "node/log/log.hpp"

namespace feira::node {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience{250};
constexpr milliseconds often{1'000};
constexpr milliseconds seldom{10'000};
constexpr int looks_often = 20;

}  // namespace

Discovery::Discovery(Speaker speaker, Whereabouts whereabouts, AddressBook& addresses)
    : speaker_(std::move(speaker)),
      whereabouts_(std::move(whereabouts)),
      addresses_(addresses),
      signer_(speaker_.key.key) {}

Discovery::~Discovery() { stop(); }

std::vector<std::string> Discovery::candidates() const {
  std::vector<std::string> urls = whereabouts_.peers;
  for (const Address& address : addresses_.all()) urls.push_back(address.url);
  if (whereabouts_.this_host) {
    const char* scheme = speaker_.tls ? "https" : "http";
    for (std::uint16_t port = first_port; port <= last_port; ++port) {
      urls.push_back(std::string(scheme) + "://127.0.0.1:" + std::to_string(port));
    }
  }
  std::set<std::string> seen{speaker_.me.url};
  std::erase_if(urls, [&](const std::string& url) { return !seen.insert(url).second; });
  return urls;
}

std::vector<HelloAnswer> Discovery::look() {
  std::vector<HelloAnswer> answers;
  for (const std::string& url : candidates()) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) break;
    }
    if (auto answer = ask(url)) {
      found(*answer, url);
      if (answer->head.from.id != speaker_.me.id) answers.push_back(*std::move(answer));
    }
  }
  return answers;
}

std::optional<HelloAnswer> Discovery::ask(const std::string& url) {
  auto options = client_options(url, speaker_);
  if (!options) return std::nullopt;
  options->connect_time = options->idle_time = options->answer_time = patience;
  http::Client client(*options);
  const Signature signature = signer_.sign("GET", hello_path, "");
  http::Headers headers;
  headers.add(time_field, signature.time);
  headers.add(nonce_field, signature.nonce);
  headers.add(mac_field, signature.mac);
  const auto sent = client.send(http::Method::get, hello_path, headers);
  const auto* answer = std::get_if<http::Answer>(&sent);
  if (answer == nullptr) {
    // A port behind which nobody listens is nothing to speak of.
    const auto failure = std::get<http::ClientFailure>(sent);
    if (failure == http::ClientFailure::not_trusted) tell(url, "the certificate of one side is not trusted", true);
    return std::nullopt;
  }
  if (answer->status != 200) {
    tell(url, "somebody there does not know this consortium, answer " + std::to_string(answer->status), false);
    return std::nullopt;
  }
  const std::string expected = answer_mac(speaker_.key.key, signature.nonce, answer->body);
  if (!same_secret(expected, answer->headers.get(mac_field))) {
    tell(url, "somebody there answers, and does not prove to be of this consortium", true);
    return std::nullopt;
  }
  auto hello = read_hello(answer->body);
  if (const auto* error = std::get_if<BatchError>(&hello)) {
    tell(url, "a marketplace that is not understood: " + error->what, true);
    return std::nullopt;
  }
  return std::get<HelloAnswer>(std::move(hello));
}

void Discovery::found(const HelloAnswer& answer, const std::string& url) {
  const Address& from = answer.head.from;
  if (from.id == speaker_.me.id) {
    const bool itself = from.url == speaker_.me.url;
    if (!itself) tell(url, "another process runs with this marketplace's identity; stop one of the two", true);
    return;
  }
  if (from.name == speaker_.me.name) tell(url, "another marketplace has the same name, " + from.name, true);
  if (addresses_.told_by_itself(from)) {
    log(LogLevel::info, "a marketplace was found", {{"marketplace", from.name}, {"url", from.url}});
  }
  for (const Address& known : answer.head.known) addresses_.gossip(known);
}

void Discovery::tell(const std::string& url, const std::string& what, bool warns) {
  std::string& last = told_[url];
  if (last == what) return;
  last = what;
  log(warns ? LogLevel::warning : LogLevel::info, what, {{"url", url}});
}

void Discovery::start() {
  thread_ = std::thread([this] { run(); });
}

void Discovery::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Discovery::run() {
  for (int looks = 1;; ++looks) {
    look();
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, looks < looks_often ? often : seldom, [this] { return stopped_; })) return;
  }
}

}  // namespace feira::node
