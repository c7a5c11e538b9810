#include "node/transport/post.hpp"

#include <algorithm>
#include <utility>

#include "node/log/log.hpp"
#include "node/transport/url.hpp"

namespace feira::node {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t letters_max = 16'384;
constexpr std::size_t letters_max_unreachable = 256;
constexpr std::size_t batch_letters = 512;
constexpr std::size_t batch_bytes = std::size_t{1} << 20;
/// A batch is given up after so many tries; then the peer counts as unreachable.
constexpr int tries_max = 3;
constexpr milliseconds pause_first{20};
constexpr milliseconds pause_max{2'000};

/// What somebody answered, for a log: the beginning, in ASCII.
std::string excerpt(const std::string& body) {
  std::string text = body.substr(0, 500);
  std::replace_if(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

/// Half to one and a half times as long, so that not all come back at once.
milliseconds jittered(milliseconds pause) {
  const std::string drawn = random_bytes(1);
  return pause / 2 + pause * static_cast<unsigned char>(drawn[0]) / 256;
}

}  // namespace

std::optional<http::ClientOptions> client_options(const std::string& url, const Speaker& speaker) {
  const std::optional<Url> parsed = parse_url(url);
  if (!parsed) return std::nullopt;
  http::ClientOptions options;
  options.host = parsed->host;
  options.port = parsed->port;
  if (parsed->tls) options.tls = speaker.tls.value_or(http::ClientTls{});
  return options;
}

/// The postman's round to one peer.
class Post::Round {
 public:
  Round(MarketplaceId to, const Speaker& speaker, AddressBook& addresses)
      : to_(to),
        speaker_(speaker),
        addresses_(addresses),
        signer_(speaker.key.key),
        mailbox_(letters_max),
        thread_([this] { run(); }) {}
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;
  ~Round() {
    stop();
    thread_.join();
  }

  Mailbox& mailbox() { return mailbox_; }
  void stop() {
    mailbox_.close();
    const std::lock_guard lock(client_mutex_);
    if (client_) client_->interrupt();
  }
  [[nodiscard]] PeerCounts counts() const {
    return {to_, mailbox_.size(), sent_, batches_, mailbox_.dropped(), failures_, reachable_};
  }

 private:
  void run() {
    for (;;) {
      const auto letters = mailbox_.take(batch_letters);
      if (letters.empty()) return;
      // What does not fit goes in the next POST.
      for (std::size_t first = 0; first < letters.size();) {
        std::size_t next = first;
        std::string body = text_of(head());
        while (next < letters.size() && (next == first || body.size() < batch_bytes)) {
          body += letters[next++]->text();
          body += '\n';
        }
        if (!deliver(body, next - first)) return;
        first = next;
      }
    }
  }

  [[nodiscard]] BatchHead head() const {
    return {wire::format_version, speaker_.key.consortium, speaker_.me, to_, addresses_.all()};
  }

  /// False when this round is over.
  bool deliver(const std::string& body, std::size_t letters) {
    const int tries = reachable_ || failures_ == 0 ? tries_max : 1;
    for (int i = 0; i < tries; ++i) {
      if (post(body)) {
        sent_ += letters;
        ++batches_;
        if (!reachable_.exchange(true)) {
          pause_ = pause_first;
          mailbox_.limit(letters_max);
          log(LogLevel::info, "a marketplace is reached", {{"marketplace", to_hex(to_)}, {"url", url_}});
        }
        return true;
      }
      ++failures_;
      if (!mailbox_.rest(jittered(pause_))) return false;
      pause_ = std::min(pause_ * 2, pause_max);
    }
    mailbox_.limit(letters_max_unreachable);
    if (reachable_.exchange(false) || !told_) {
      told_ = true;
      log(LogLevel::warning, "a marketplace cannot be reached",
          {{"marketplace", to_hex(to_)}, {"url", url_}, {"why", why_}});
    }
    return true;
  }

  bool post(const std::string& body) {
    const std::optional<Address> address = addresses_.find(to_);
    if (!address) return fails("its address is not known");
    if (!connect(address->url)) return fails("its address cannot be used");
    const Signature signature = signer_.sign("POST", batch_path, body);
    http::Headers headers;
    headers.add(time_field, signature.time);
    headers.add(nonce_field, signature.nonce);
    headers.add(mac_field, signature.mac);
    const auto answer = client_->send(http::Method::post, batch_path, headers, body, batch_type);
    if (const auto* failure = std::get_if<http::ClientFailure>(&answer)) return fails(name(*failure));
    const auto& got = std::get<http::Answer>(answer);
    if (got.status / 100 == 2) return true;
    return fails("it answers " + std::to_string(got.status) + ": " + excerpt(got.body));
  }

  bool connect(const std::string& url) {
    if (client_ && url == url_) return true;
    const auto options = client_options(url, speaker_);
    const std::lock_guard lock(client_mutex_);
    client_.reset();
    url_ = url;
    if (options) client_ = std::make_unique<http::Client>(*options);
    return client_ != nullptr;
  }

  bool fails(std::string why) {
    why_ = std::move(why);
    return false;
  }

  const MarketplaceId to_;
  const Speaker& speaker_;
  AddressBook& addresses_;
  Signer signer_;
  Mailbox mailbox_;
  std::mutex client_mutex_;  // for `stop`; otherwise only this round's thread has the client
  std::unique_ptr<http::Client> client_;
  std::string url_;
  std::string why_;
  milliseconds pause_ = pause_first;
  bool told_ = false;
  std::atomic<std::uint64_t> sent_ = 0;
  std::atomic<std::uint64_t> batches_ = 0;
  std::atomic<std::uint64_t> failures_ = 0;
  std::atomic<bool> reachable_ = false;
  std::thread thread_;  // last: it uses all of the above
};

Post::Post(Speaker speaker, AddressBook& addresses) : speaker_(std::move(speaker)), addresses_(addresses) {}

Post::~Post() { stop(); }

Post::Round& Post::round(MarketplaceId to) {
  std::unique_ptr<Round>& at = rounds_[to];
  if (!at) at = std::make_unique<Round>(to, speaker_, addresses_);
  return *at;
}

void Post::carry(MarketplaceId to, const std::shared_ptr<const Letter>& letter) {
  const std::lock_guard lock(mutex_);
  if (!stopped_) round(to).mailbox().put(letter);
}

void Post::stop() {
  std::map<MarketplaceId, std::unique_ptr<Round>> ended;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    ended.swap(rounds_);
  }
  for (const auto& [id, each] : ended) each->stop();
}

std::vector<PeerCounts> Post::counts() const {
  const std::lock_guard lock(mutex_);
  std::vector<PeerCounts> counts;
  for (const auto& [id, each] : rounds_) counts.push_back(each->counts());
  return counts;
}

}  // namespace feira::node
