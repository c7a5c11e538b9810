#include "node/hook/hook_caller.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "node/api/texts.hpp"
#include "node/log/log.hpp"
#include "node/transport/url.hpp"

namespace feira::node {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds first_pause{50};
constexpr milliseconds longest_pause{5'000};
constexpr std::size_t outcomes_at_once = 64;

std::string hex_of_key(IdempotencyKey key) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t half : {key.high, key.low}) {
    for (unsigned shift = 64; shift > 0; shift -= 4) text += digits[half >> (shift - 4) & 15U];
  }
  return text;
}

json json_of(ProductId product, const Purchase& purchase) {
  return {{"key", hex_of_key(purchase.key)},
          {"product", text_of(product)},
          {"quantity", purchase.quantity},
          {"price", {{"minor", purchase.price.minor}, {"currency", purchase.price.currency.code.data()}}}};
}

/// The status and body of the answer; 0 when there was none.
std::pair<int, std::string> post(http::Client& client, const std::string& target, const json& body) {
  http::Headers headers;
  headers.add("Idempotency-Key", body.at("key").get<std::string>());
  auto sent = client.send(http::Method::post, target, headers, body.dump());
  auto* answer = std::get_if<http::Answer>(&sent);
  return answer == nullptr ? std::pair(0, std::string()) : std::pair(answer->status, std::move(answer->body));
}

}  // namespace

std::optional<HookSettings> hook_settings(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return std::nullopt;
  const std::size_t slash = std::min(url.find('/', scheme + 3), url.size());
  const auto host = parse_url(url.substr(0, slash));
  if (!host) return std::nullopt;
  HookSettings settings;
  settings.service.host = host->host;
  settings.service.port = host->port;
  if (host->tls) settings.service.tls = http::ClientTls{};
  settings.service.body_bytes_max = 4096;
  settings.target = slash == url.size() ? "/" : url.substr(slash);
  return settings;
}

HookCaller::HookCaller(HookSettings settings, Store& store) : settings_(std::move(settings)), store_(store) {}

HookCaller::~HookCaller() { stop(); }

void HookCaller::begin() {
  for (std::size_t i = 0; i < settings_.threads; ++i) threads_.emplace_back([this] { ask_in_turns(); });
  threads_.emplace_back([this] { tell_outcomes(); });
}

void HookCaller::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool HookCaller::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

bool HookCaller::pause(milliseconds length) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, length, [this] { return stopped_; });
}

void HookCaller::start(std::shared_ptr<HookTurn> turn) {
  {
    const std::lock_guard lock(mutex_);
    turns_.push_back(std::move(turn));
  }
  changed_.notify_all();
}

void HookCaller::decided(ProductId product, const Decisions& decisions) {
  for (const Decision& decision : decisions) store_.keep_with_next_commit({product, decision});
  {
    const std::lock_guard lock(mutex_);
    news_ = true;
  }
  changed_.notify_all();
}

// --- asking ---------------------------------------------------------------------------------------------------------

void HookCaller::ask_in_turns() {
  http::ClientOptions options = settings_.service;
  options.idle_time = options.answer_time = settings_.patience;
  http::Client client(options);
  for (;;) {
    std::shared_ptr<HookTurn> turn;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || !turns_.empty(); });
      if (stopped_) return;
      turn = std::move(turns_.front());
      turns_.pop_front();
    }
    if (turn->begins()) turn->ended(ask(client, turn->hook()));
  }
}

bool HookCaller::ask(http::Client& client, const StartHook& hook) {
  json question = json_of(hook.product, hook.purchase);
  question["ask"] = "confirm";
  question["token"] = {{"epoch", hook.token.epoch}, {"counter", hook.token.counter}};
  const auto until = steady_clock::now() + settings_.patience;
  milliseconds wait = first_pause;
  do {
    const auto [status, body] = post(client, settings_.target, question);
    if (status == 200) {
      const json answer = json::parse(body, nullptr, false);
      const std::string said = answer.is_object() ? answer.value("answer", json()).dump() : std::string();
      if (said == R"("confirmed")") return true;
      if (said == R"("declined")") return false;
    }
    if (status / 100 == 4) return false;  // asking again would be answered the same
    if (!pause(wait)) return false;
    wait = std::min(wait * 2, longest_pause);
  } while (steady_clock::now() + wait < until);
  log(LogLevel::warning, "the hook does not answer; a purchase is declined", {{"key", hex_of_key(hook.purchase.key)}});
  return false;
}

// --- telling --------------------------------------------------------------------------------------------------------

void HookCaller::tell_outcomes() {
  http::Client client(settings_.service);
  milliseconds wait = first_pause;
  bool told = false;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      // What `decided` speaks of is there only after the commit that follows it: look again a little later.
      changed_.wait_for(lock, wait, [this] { return stopped_ || news_; });
      if (stopped_) return;
      news_ = false;
    }
    const std::vector<KeptOutcome> outcomes = store_.outcomes(outcomes_at_once);
    bool all = true;
    for (const KeptOutcome& outcome : outcomes) {
      all = tell(client, outcome);
      if (!all) break;
      store_.forget(outcome);
    }
    if (all) {
      wait = outcomes.empty() ? milliseconds(500) : milliseconds(1);
      told = false;
      continue;
    }
    if (!told) log(LogLevel::warning, "the hook does not acknowledge outcomes; they are told again later");
    told = true;
    if (!pause(wait)) return;
    wait = std::clamp(wait * 2, first_pause, longest_pause);
  }
}

bool HookCaller::tell(http::Client& client, const KeptOutcome& outcome) {
  if (stopped()) return false;
  json said = json_of(outcome.product, outcome.decision.purchase);
  said["ask"] = outcome.decision.sold() ? "capture" : "cancel";
  said["outcome"] = word(outcome.decision.outcome);
  return post(client, settings_.target, said).first / 100 == 2;
}

}  // namespace feira::node
