// Requests a second with keep-alive at 1, 8 and 64 connections, of our server beside a bare cpp-httplib server that is
// set up with care (TCP_NODELAY, a thread for each connection), in turns in one run.
#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "node/http/server.hpp"

namespace feira::bench {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto slice = std::chrono::milliseconds(400);
constexpr int rounds = 3;
const std::string body = R"({"product":"0000000a-1","quantity":1,"price":{"minor":4990,"currency":"BRL"}})";

/// Asks again and again until told to stop; returns the latencies in microseconds.
std::vector<float> ask(int port, const std::string& request, const std::atomic<bool>& stop) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  (void)::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  std::vector<float> latencies;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    std::string answer;
    std::vector<char> buffer(4096);
    while (!stop) {
      const auto began = Steady::now();
      if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) break;
      answer.clear();
      while (!answer.ends_with(body)) {
        const auto size = ::recv(fd, buffer.data(), buffer.size(), 0);
        if (size <= 0) break;
        answer.append(buffer.data(), static_cast<std::size_t>(size));
      }
      if (!answer.ends_with(body)) break;
      latencies.push_back(std::chrono::duration<float, std::micro>(Steady::now() - began).count());
    }
  }
  ::close(fd);
  return latencies;
}

struct Sum {
  std::vector<float> latencies;
  double seconds = 0;
  [[nodiscard]] double rate() const { return static_cast<double>(latencies.size()) / seconds; }
  [[nodiscard]] float percentile(std::size_t percent) {
    if (latencies.empty()) return 0;
    std::ranges::sort(latencies);
    return latencies[std::min(latencies.size() - 1, latencies.size() * percent / 100)];
  }
};

void measure(int port, const std::string& request, unsigned connections, Sum& sum) {
  std::atomic<bool> stop = false;
  std::vector<std::vector<float>> latencies(connections);
  std::vector<std::thread> clients;
  const auto began = Steady::now();
  for (auto& mine : latencies) clients.emplace_back([&] { mine = ask(port, request, stop); });
  std::this_thread::sleep_for(slice);
  stop = true;
  for (auto& client : clients) client.join();
  sum.seconds += std::chrono::duration<double>(Steady::now() - began).count();
  for (const auto& mine : latencies) sum.latencies.insert(sum.latencies.end(), mine.begin(), mine.end());
}

class Bare {
 public:
  Bare() {
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(1'000'000'000);
    server_.new_task_queue = [] { return new httplib::ThreadPool(80); };
    server_.Get("/x", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(body, "application/json");
    });
    server_.Post("/x", [](const httplib::Request& request, httplib::Response& response) {
      response.set_content(request.body, "application/json");
    });
    port = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~Bare() {
    server_.stop();
    thread_.join();
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;

  int port = 0;

 private:
  httplib::Server server_;
  std::thread thread_;
};

}  // namespace
}  // namespace feira::bench

int main() {
  using namespace feira;
  using namespace feira::bench;
  const Bare bare;
  http::Server ours({"127.0.0.1", 0, {}, {}});
  const auto answer = [](const http::Request& request) {
    http::Response response;
    response.body = request.body.empty() ? body : request.body;
    return response;
  };
  ours.route(http::Method::get, "/x", answer);
  ours.route(http::Method::post, "/x", answer);
  if (const auto wrong = ours.bind()) {
    std::puts(wrong->text.c_str());
    return 1;
  }
  ours.start();

  const std::string get = "GET /x HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n";
  const std::string post =
      "POST /x HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nIdempotency-Key: 0123456789abcdef\r\n"
      "Content-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  std::puts("request connections    bare/s   p99 us    ours/s   p99 us   ours / bare");
  for (const auto& [name, request] : {std::pair{"GET", get}, std::pair{"POST", post}}) {
    for (const unsigned connections : {1U, 8U, 64U}) {
      Sum of_bare;
      Sum of_ours;
      for (int i = 0; i < rounds; ++i) {
        measure(bare.port, request, connections, of_bare);
        measure(ours.port(), request, connections, of_ours);
      }
      std::printf("%-7s %11u %9.0f %8.0f %9.0f %8.0f %13.2f\n", name, connections, of_bare.rate(),
                  static_cast<double>(of_bare.percentile(99)), of_ours.rate(),
                  static_cast<double>(of_ours.percentile(99)), of_ours.rate() / of_bare.rate());
    }
  }
  return 0;
}
