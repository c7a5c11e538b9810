// `feira cluster N`: a whole consortium on this machine, one process for each marketplace.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "node/discovery/discovery.hpp"
#include "node/http/client.hpp"
#include "node/http/listener.hpp"
#include "node/live/init.hpp"
#include "node/refusal.hpp"
#include "node/store/data_folder.hpp"
#include "node/store/store.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {

namespace {

using node::DataFolder;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::uint64_t nodes_max = 50;
constexpr milliseconds start_patience{30'000};
constexpr milliseconds end_patience{10'000};
constexpr int poll_ms = 50;
constexpr std::array<const char*, 10> first_names{"ana",   "bia",  "caio", "davi", "eva",
                                                  "fabio", "gabi", "hugo", "iara", "joao"};

std::string name_of(std::size_t index) {
  const std::string name = first_names[index % first_names.size()];
  return index < first_names.size() ? name : name + std::to_string(index / first_names.size() + 1);
}

/// As a JSON string.
std::string json_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

struct Child {
  std::string name;
  std::filesystem::path data;
  std::uint16_t port = 0;
  node::Identity identity;
  pid_t pid = 0;
  int log = -1;
  std::string rest;  // of a line that has not come whole
  bool ready = false;
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port); }
};

/// A folder that goes with the cluster, unless it is to be kept.
class Home {
 public:
  explicit Home(const std::string& keep) : path_(keep), kept_(!keep.empty()) {
    if (kept_) {
      std::error_code error;
      std::filesystem::create_directories(path_, error);
      if (error) throw Failure(Exit::bad_input, "cannot make " + keep + ": " + error.message());
      return;
    }
    std::string pattern = (std::filesystem::temp_directory_path() / "feira-cluster-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw Failure(Exit::own_error, "cannot make a temporary folder");
    path_ = pattern;
  }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home() {
    std::error_code ignored;
    if (!kept_) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool kept_;
};

bool is_free(std::uint16_t port) { return std::holds_alternative<http::Listener>(http::listen_at("127.0.0.1", port)); }

/// The customary ports first, then those between them; or whatever the kernel gives.
std::vector<std::uint16_t> choose_ports(std::size_t count, bool any) {
  std::vector<std::uint16_t> ports;
  if (any) {
    std::vector<http::Listener> held;  // so that no port comes twice
    while (held.size() < count) {
      auto listener = http::listen_at("127.0.0.1", 0);
      if (const auto* error = std::get_if<http::ListenError>(&listener)) throw Failure(Exit::own_error, error->text);
      held.push_back(std::get<http::Listener>(std::move(listener)));
      ports.push_back(held.back().port);
    }
    return ports;
  }
  for (std::uint16_t offset = 0; offset < node::customary_step; ++offset) {
    for (std::uint32_t port = node::first_port + offset; port <= node::last_port; port += node::customary_step) {
      if (ports.size() < count && is_free(static_cast<std::uint16_t>(port))) {
        ports.push_back(static_cast<std::uint16_t>(port));
      }
    }
  }
  if (ports.size() < count) throw Failure(Exit::bad_input, "not enough of the ports 10000 to 10099 are free");
  return ports;
}

Child prepare(const std::filesystem::path& home, std::size_t index, std::uint16_t port) {
  Child child;
  child.name = name_of(index);
  child.data = home / child.name;
  child.port = port;
  const std::filesystem::path founders_key = DataFolder::key(home / name_of(0));
  if (std::filesystem::exists(DataFolder::database(child.data))) {
    child.identity = node::Store(DataFolder::database(child.data)).identity();
  } else {
    child.identity = node::init(child.data, child.name, index == 0 ? std::filesystem::path() : founders_key);
  }
  return child;
}

/// What the child process does. Nothing but what is allowed between fork and exec.
[[noreturn]] void become(char* const* arguments, int log) {
  setpgid(0, 0);  // Ctrl-C is for the cluster, which stops its nodes in order
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv("/proc/self/exe", arguments);
  _exit(127);
}

void launch(Child& child, const Child& founder, bool any_port) {
  std::vector<std::string> words{
      "feira", "node", "start", "--data", child.data.string(), "--port", std::to_string(child.port)};
  if (any_port) {
    words.emplace_back("--no-search");
    if (&child != &founder) words.insert(words.end(), {"--peer", founder.url()});
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Failure(Exit::own_error, std::string("pipe: ") + std::strerror(errno));
  child.pid = fork();
  if (child.pid == 0) become(arguments.data(), ends[1]);
  close(ends[1]);
  if (child.pid < 0) throw Failure(Exit::own_error, std::string("fork: ") + std::strerror(errno));
  child.log = ends[0];
}

class Cluster {
 public:
  Cluster(const ClusterOptions& options, std::size_t count)
      : options_(options), home_(options.keep), name_width_(name_of(count - 1).size()) {
    const auto ports = choose_ports(count, options.any_port);
    for (std::size_t i = 0; i < count; ++i) children_.push_back(prepare(home_.path(), i, ports[i]));
    for (const Child& child : children_) name_width_ = std::max(name_width_, child.name.size());
  }
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  ~Cluster() { stop(); }

  Exit run() {
    for (Child& child : children_) launch(child, children_.front(), options_.any_port);
    const auto until = steady_clock::now() + start_patience;
    while (!interrupted() && !all_ready()) {
      pass_logs_on();
      if (steady_clock::now() > until) throw Failure(Exit::own_error, "not all marketplaces are ready after 30 s");
      if (ended_ > 0) throw Failure(Exit::own_error, "a marketplace did not start");
    }
    if (!interrupted()) show();
    while (!interrupted() && ended_ < children_.size()) pass_logs_on();
    const bool all_by_themselves = ended_ == children_.size();
    stop();
    return all_by_themselves ? Exit::own_error : Exit::as_expected;
  }

 private:
  bool all_ready() {
    bool all = true;
    for (Child& child : children_) {
      if (!child.ready) {
        http::ClientOptions options;
        options.port = child.port;
        options.connect_time = options.idle_time = options.answer_time = milliseconds(200);
        const auto sent = http::Client(options).send(http::Method::get, "/readyz");
        const auto* answer = std::get_if<http::Answer>(&sent);
        child.ready = answer != nullptr && answer->status == 200;
      }
      all = all && child.ready;
    }
    return all;
  }

  void show() const {
    auto output = Output::standard();
    if (options_.format == "json") {
      std::string line = R"({"format":"feira-cluster","version":1,"nodes":[)";
      for (const Child& child : children_) {
        if (&child != &children_.front()) line += ',';
        line += R"({"name":")" + child.name + R"(","url":")" + child.url() + R"(","id":")" +
                node::to_hex(child.identity.id) + R"(","pid":)" + std::to_string(child.pid) + R"(,"data":)" +
                json_text(child.data.string()) + R"(,"token_file":)" +
                json_text(DataFolder::token(child.data).string()) + "}";
      }
      output.write(line + "]}\n");
    } else {
      std::string table = "marketplace" + std::string(std::max<std::size_t>(name_width_, 11) - 11, ' ') +
                          "  address                 id        operator's token\n";
      for (const Child& child : children_) {
        table += child.name + std::string(std::max<std::size_t>(name_width_, 11) - child.name.size(), ' ') + "  " +
                 child.url() + "  " + node::to_hex(child.identity.id) + "  " + DataFolder::token(child.data).string() +
                 "\n";
      }
      output.write(table + "Ctrl-C stops all of them.\n");
    }
    output.flush();
  }

  /// Waits a moment for lines of the nodes' logs and shows them, each with its node's name.
  void pass_logs_on() {
    std::vector<pollfd> waited;
    std::vector<Child*> whose;
    for (Child& child : children_) {
      if (child.log < 0) continue;
      waited.push_back({child.log, POLLIN, 0});
      whose.push_back(&child);
    }
    if (poll(waited.data(), waited.size(), poll_ms) <= 0) return;
    for (std::size_t i = 0; i < waited.size(); ++i) {
      if (waited[i].revents != 0) read_log(*whose[i]);
    }
  }

  void read_log(Child& child) {
    std::array<char, 65536> buffer{};
    const ssize_t got = read(child.log, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return;
    if (got <= 0) {
      close(child.log);
      child.log = -1;
      ++ended_;
      if (!stopping_) show_line(child, "has ended");
      return;
    }
    child.rest.append(buffer.data(), static_cast<std::size_t>(got));
    for (std::size_t end = child.rest.find('\n'); end != std::string::npos; end = child.rest.find('\n')) {
      show_line(child, std::string_view(child.rest).substr(0, end));
      child.rest.erase(0, end + 1);
    }
  }

  void show_line(const Child& child, std::string_view line) const {
    const std::string padding(name_width_ - child.name.size(), ' ');
    const std::string text = child.name + padding + " | " + std::string(line) + "\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
  }

  void stop() {
    stopping_ = true;
    for (const Child& child : children_) {
      if (child.pid > 0) kill(child.pid, SIGTERM);
    }
    const auto until = steady_clock::now() + end_patience;
    while (ended_ < launched() && steady_clock::now() < until) pass_logs_on();
    for (Child& child : children_) {
      if (child.pid <= 0) continue;
      if (child.log >= 0) {
        kill(child.pid, SIGKILL);
        close(child.log);
        child.log = -1;
      }
      waitpid(child.pid, nullptr, 0);
      child.pid = 0;
    }
  }

  [[nodiscard]] std::size_t launched() const {
    std::size_t count = 0;
    for (const Child& child : children_) count += child.pid > 0 ? 1U : 0U;
    return count;
  }

  const ClusterOptions& options_;
  Home home_;
  std::vector<Child> children_;
  std::size_t name_width_;
  std::size_t ended_ = 0;
  bool stopping_ = false;
};

}  // namespace

Exit cluster(const ClusterOptions& options) {
  const std::uint64_t count = parse_number("N", options.count, 1, nodes_max);
  if (options.format != "text" && options.format != "json") {
    throw Failure(Exit::bad_input, "--format: expected text or json, not " + scenario::quote(options.format));
  }
  try {
    return Cluster(options, count).run();
  } catch (const node::Refusal& refusal) {
    throw Failure(Exit::bad_input, refusal.what());
  }
}

}  // namespace feira::cli
