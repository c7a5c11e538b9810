#include "node/live/node.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "node/api/api.hpp"
#include "node/discovery/discovery.hpp"
#include "node/driver/driver.hpp"
#include "node/hook/hook_caller.hpp"
#include "node/identity/secrets.hpp"
#include "node/live/port.hpp"
#include "node/log/log.hpp"
#include "node/record/recorder.hpp"
#include "node/refusal.hpp"
#include "node/store/compaction.hpp"
#include "node/store/data_folder.hpp"
#include "node/store/store.hpp"
#include "node/transport/address_book.hpp"
#include "node/transport/peer_desk.hpp"
#include "node/transport/post.hpp"
#include "node/transport/url.hpp"

namespace feira::node {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds drain_patience{5'000};
constexpr milliseconds glance{20};
constexpr milliseconds between_looks{500};

bool has_joined(const std::vector<Record>& records) {
  return std::any_of(records.begin(), records.end(),
                     [](const Record& record) { return record.kind() == RecordKind::joined; });
}

}  // namespace

class LiveNode::Parts {
 public:
  explicit Parts(NodeSettings settings)
      : settings_(std::move(settings)),
        folder_(settings_.data),
        store_(DataFolder::database(settings_.data)),
        key_(ConsortiumKey::read(settings_.consortium_key_file.empty() ? DataFolder::key(settings_.data)
                                                                       : settings_.consortium_key_file)),
        token_(read_secret_file(DataFolder::token(settings_.data), "operator's token")),
        addresses_(store_.identity().id, [this](const Address& address) { store_.remember(address); }) {
    const Identity& identity = store_.identity();
    while (!token_.empty() && token_.back() == '\n') token_.pop_back();
    if (key_.consortium != identity.consortium) {
      throw Refusal("the data folder " + settings_.data.string() + " belongs to consortium " + identity.consortium +
                    ", and the key to consortium " + key_.consortium + "; start it with its own key");
    }
    if (!settings_.name.empty() && settings_.name != identity.name) {
      throw Refusal("the data folder " + settings_.data.string() + " is that of " + identity.name + ", not of " +
                    settings_.name);
    }
    for (const std::string& peer : settings_.peers) {
      if (!parse_url(peer)) throw Refusal("\"" + peer + "\" is no address; expected one such as http://10.0.0.7:10000");
    }
    if (!settings_.hook.empty() && !hook_settings(settings_.hook)) {
      throw Refusal("--hook: expected an address such as http://127.0.0.1:8080/confirm");
    }
    for (const Address& address : store_.addresses()) addresses_.gossip(address);
  }

  StopReason run(const std::atomic<bool>& end) {
    const Identity& identity = store_.identity();
    set_log(settings_.log_level, identity.name);
    auto recovered = store_.load();
    log(LogLevel::info, "the journal is read",
        {{"records", std::to_string(recovered.records.size())}, {"last", std::to_string(recovered.last)}});
    MarketplaceId sponsor;
    if (!identity.founder) {
      sponsor = has_joined(recovered.records) ? store_.sponsor().value_or(MarketplaceId{}) : find_sponsor(end);
      if (sponsor == MarketplaceId{}) return StopReason::none;
    }
    const auto server = bound_server(settings_);
    const Speaker speaker = speaks_as(own_url(settings_, server->port()));
    Config config;
    config.me = identity.id;
    config.members = {{identity.id, identity.name}};
    config.options = settings_.protocol;
    config.sponsor = sponsor;

    EventLog events;
    ConfirmAtOnce at_once;
    std::optional<HookCaller> caller;
    if (!settings_.hook.empty()) caller.emplace(*hook_settings(settings_.hook), store_);
    Hooks& hooks = caller ? static_cast<Hooks&>(*caller) : at_once;
    std::optional<Recorder> recorder;
    if (!settings_.record.empty()) recorder.emplace(settings_.record, config);
    Post post(speaker, addresses_);
    Driver driver({std::move(config), std::move(recovered.records), recovered.last, boot_time}, store_, post, hooks,
                  events, recorder ? &*recorder : nullptr);
    Compaction compaction(DataFolder::database(settings_.data), settings_.protocol, {});
    PeerDesk peer_desk(speaker, addresses_, driver);
    Discovery discovery(speaker, {settings_.peers, settings_.search_this_host}, addresses_);
    peer_desk.mount(*server);
    Api api(premises(driver, events, post, speaker), *server);
    server->on_failure([](const std::string& what) { log(LogLevel::error, "a request failed", {{"why", what}}); });

    if (caller) caller->begin();
    driver.start();
    api.start();
    server->start();
    discovery.start();
    compaction.start();
    serving_ = true;
    log(LogLevel::info, "serving",
        {{"url", speaker.me.url}, {"id", to_hex(identity.id)}, {"consortium", identity.consortium}});
    wait(end, driver);

    serving_ = false;
    const StopReason reason = driver.stopped_because();
    log(LogLevel::info, "stopping", {{"waiting", std::to_string(driver.counts().waiting)}});
    drain(driver);
    discovery.stop();
    server->stop();
    api.stop();
    compaction.stop();
    driver.stop();
    if (caller) caller->stop();
    events.close();
    post.stop();
    log(LogLevel::info, "stopped");
    flush_log();
    return reason;
  }

 private:
  [[nodiscard]] Speaker speaks_as(std::string url) const {
    Speaker speaker{{store_.identity().id, store_.identity().name, std::move(url)}, key_, {}};
    if (!settings_.tls_cert.empty()) {
      speaker.tls = http::ClientTls{settings_.tls_ca, settings_.tls_cert, settings_.tls_key};
    }
    return speaker;
  }

  Premises premises(Driver& driver, EventLog& events, const Post& post, const Speaker& speaker) {
    Premises made{driver, events, serving_, store_.identity().name, key_.consortium, token_, key_.key, FEIRA_VERSION};
    made.url_of = [this, &speaker](MarketplaceId id) {
      if (id == speaker.me.id) return speaker.me.url;
      const auto address = addresses_.find(id);
      return address ? address->url : std::string();
    };
    made.client_options = [&speaker](const std::string& url) { return client_options(url, speaker); };
    made.traffic = [&post] {
      std::vector<PeerTraffic> traffic;
      for (const PeerCounts& peer : post.counts()) {
        traffic.push_back({peer.id, peer.waiting, peer.sent, peer.dropped, peer.failures, peer.reachable});
      }
      return traffic;
    };
    made.meet = [this, &speaker](const std::string& url) { return meet(url, speaker); };
    return made;
  }

  /// Looks at one address, whoever is known already.
  std::variant<Met, std::string> meet(const std::string& url, const Speaker& speaker) {
    if (!parse_url(url)) return "that is no address; expected one such as http://10.0.0.7:10000";
    AddressBook nobody(speaker.me.id, [](const Address&) {});
    for (const HelloAnswer& answer : Discovery(speaker, {{url}, false}, nobody).look()) {
      const Address& who = answer.head.from;
      addresses_.told_by_itself(who);
      return Met{who.id, who.name};
    }
    return "no marketplace of this consortium answers there";
  }

  /// Whoever of the consortium answers and is a member; nobody when it was told to end before.
  MarketplaceId find_sponsor(const std::atomic<bool>& end) {
    Discovery discovery(speaks_as({}), {settings_.peers, settings_.search_this_host}, addresses_);
    bool told = false;
    while (!end) {
      for (const HelloAnswer& answer : discovery.look()) {
        if (!answer.takes_part) continue;
        store_.choose_sponsor(answer.head.from.id);
        log(LogLevel::info, "asking to be let in", {{"marketplace", answer.head.from.name}});
        return answer.head.from.id;
      }
      if (!told) {
        log(LogLevel::info, "waiting for a member of the consortium to let this marketplace in",
            {{"consortium", key_.consortium},
             {"looking", settings_.search_this_host ? "ports 10000-10099 of this host, and --peer" : "--peer"}});
      }
      told = true;
      for (auto waited = milliseconds(0); waited < between_looks && !end; waited += glance) {
        std::this_thread::sleep_for(glance);
      }
    }
    return {};
  }

  static void wait(const std::atomic<bool>& end, const Driver& driver) {
    bool member = false;
    std::string failure;
    while (!end && driver.stopped_because() == StopReason::none) {
      std::this_thread::sleep_for(glance);
      if (!member && driver.takes_part()) {
        member = true;
        log(LogLevel::info, "takes part in the consortium");
      }
      const std::string fails = driver.store_failure();
      if (fails == failure) continue;
      failure = fails;
      if (failure.empty()) {
        log(LogLevel::info, "the store can be written again");
      } else {
        log(LogLevel::error, "the store cannot be written; nothing is sold or answered meanwhile", {{"why", failure}});
      }
    }
  }

  static void drain(const Driver& driver) {
    for (auto waited = milliseconds(0); waited < drain_patience; waited += glance) {
      if (driver.counts().waiting == 0 || driver.stopped_because() != StopReason::none) return;
      std::this_thread::sleep_for(glance);
    }
  }

  const NodeSettings settings_;
  const DataFolder folder_;
  Store store_;
  const ConsortiumKey key_;
  std::string token_;
  AddressBook addresses_;
  std::atomic<bool> serving_ = false;
};

LiveNode::LiveNode(NodeSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}

LiveNode::~LiveNode() = default;

StopReason LiveNode::run(const std::atomic<bool>& end) { return parts_->run(end); }

}  // namespace feira::node
