// How a node is to run. Flags, environment variables and the configuration file all end up here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/config.hpp"
#include "node/log/log.hpp"

namespace feira::node {

struct NodeSettings {
  std::filesystem::path data;
  /// When given, the identity in the data folder must have this name.
  std::string name;
  /// Numeric address to listen on.
  std::string bind = "127.0.0.1";
  /// Nothing: the first free of 10000, 10010, ... 10090.
  std::optional<std::uint16_t> port;
  /// The address that others are told; nothing: made of `bind` and the port.
  std::string advertise;
  /// Addresses of other marketplaces.
  std::vector<std::string> peers;
  /// Look for others behind the ports of this host.
  bool search_this_host = true;
  /// Nothing: the one in the data folder.
  std::filesystem::path consortium_key_file;
  // PEM files; all or none.
  std::filesystem::path tls_cert;
  std::filesystem::path tls_key;
  std::filesystem::path tls_ca;
  /// Listen beyond this host without TLS.
  bool plain_http_beyond_this_host = false;
  /// Where purchases are confirmed; nothing: at once.
  std::string hook;
  /// Where every input of the core is written; nothing: nowhere.
  std::filesystem::path record;
  LogLevel log_level = LogLevel::info;
  Options protocol = live_options();

  /// The protocol's numbers for marketplaces on real machines and networks.
  static Options live_options() {
    Options options;
    options.heartbeat = milliseconds(200);
    options.suspect_after_heartbeats = 6;
    options.lease = seconds(2);
    options.lease_cap = seconds(30);
    options.retransmit = milliseconds(400);
    options.void_timeout = seconds(6);
    options.kept_interests = 1024;
    options.queue_max = 20'000;
    return options;
  }
};

}  // namespace feira::node
