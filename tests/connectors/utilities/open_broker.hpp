#pragma once
// A real mosquitto on loopback that anybody may use, started and stopped by the test.
#include "connectors/common/address.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"

#include <arpa/inet.h>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::utilities::test {

class OpenBroker {
 public:
  OpenBroker() : port_(dalian::test::free_port()) {
    std::ofstream(folder() / "mosquitto.conf")
        << fmt::format("listener {} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nuser root\n", port_);
    start();
  }
  std::filesystem::path folder() const { return folder_.path(); }
  connectors::Address address() const { return {"127.0.0.1", std::to_string(port_)}; }
  /// Dies, and is there again.
  void restart() {
    broker_->signal(SIGKILL);
    broker_->wait(std::chrono::seconds(10));
    start();
  }

 private:
  void start() {
    broker_.emplace(std::vector<std::string>{"/usr/sbin/mosquitto", "-c", (folder() / "mosquitto.conf").string()});
    if (!dalian::test::wait_until([&] { return answers(); }))
      throw std::runtime_error("mosquitto did not start: " + broker_->err());
  }
  sockaddr_in socket_address() const {
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(port_);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
  }
  bool answers() const {
    int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
    auto const a = socket_address();
    bool const reached = ::connect(fd, reinterpret_cast<sockaddr const*>(&a), sizeof a) == 0;
    ::close(fd);
    return reached;
  }

  dalian::test::TempFolder folder_;
  std::uint16_t port_;
  std::optional<dalian::test::Process> broker_;
};

} // namespace dalian::utilities::test
