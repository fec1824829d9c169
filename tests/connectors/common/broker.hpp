#pragma once
// A real mosquitto on loopback for a test: with TLS and a password, its certificates made on the spot by openssl.
// Started and stopped by the test.
#include "tests/support/free_port.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace dalian::connectors::test {

class Broker {
 public:
  static constexpr char const* kUser = "twin";
  static constexpr char const* kPassword = "a password of a test";

  Broker() {
    std::string name = (std::filesystem::temp_directory_path() / "dalian_broker_XXXXXX").string();
    folder = ::mkdtemp(name.data());
    port = dalian::test::free_port();
    make_certificates();
    write("password", std::string(kPassword) + "\n");
    write("wrong_password", "not it\n");
    write("users", fmt::format("{}:{}\n", kUser, kPassword));
    shell(fmt::format("mosquitto_passwd -U {}/users", folder.string()));
    write("mosquitto.conf", fmt::format("listener {} 127.0.0.1\n"
                                        "allow_anonymous false\npassword_file {}/users\n"
                                        "cafile {}/ca.pem\ncertfile {}/server.pem\nkeyfile {}/server.key\n"
                                        "log_type all\nlog_dest file {}/log\nuser {}\n",
                                        port, folder.string(), folder.string(), folder.string(), folder.string(),
                                        folder.string(), "root"));
  }
  ~Broker() {
    stop();
    std::filesystem::remove_all(folder);
  }
  Broker(Broker const&) = delete;
  Broker& operator=(Broker const&) = delete;

  /// True once it answers.
  bool start() {
    auto const config = (folder / "mosquitto.conf").string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::execlp("mosquitto", "mosquitto", "-c", config.c_str(), nullptr);
      ::execl("/usr/sbin/mosquitto", "mosquitto", "-c", config.c_str(), nullptr);
      ::_exit(127);
    }
    for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(20)))
      if (answers()) return true;
    return false;
  }
  void stop(int signal = SIGTERM) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  std::string log() const {
    std::ifstream in(folder / "log");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder;
  std::uint16_t port = 0;

 private:
  static void shell(std::string const& command) {
    if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) throw std::runtime_error("failed: " + command);
  }
  void write(char const* name, std::string const& text) const {
    std::ofstream(folder / name) << text;
    std::filesystem::permissions(folder / name,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  bool answers() const {
    int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bool const reached = ::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    ::close(fd);
    return reached;
  }
  void make_certificates() const {
    auto const at = folder.string();
    for (auto const* ca : {"ca", "other_ca"})
      shell(
          fmt::format("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={1} "
                      "-keyout {0}/{1}.key -out {0}/{1}.pem",
                      at, ca));
    write("names", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    shell(fmt::format("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost "
                      "-keyout {0}/server.key -out {0}/server.csr",
                      at));
    shell(fmt::format("openssl x509 -req -in {0}/server.csr -CA {0}/ca.pem -CAkey {0}/ca.key -CAcreateserial -days 2 "
                      "-extfile {0}/names -out {0}/server.pem",
                      at));
  }

  pid_t pid_ = 0;
};

/// Publishes at a broker, waiting until it has each message (quality of service 1).
class TestPublisher {
 public:
  explicit TestPublisher(Broker const& broker) : client_(mosquitto_new(nullptr, true, nullptr)) {
    newest_ = 0;
    mosquitto_username_pw_set(client_, Broker::kUser, Broker::kPassword);
    mosquitto_tls_set(client_, (broker.folder / "ca.pem").c_str(), nullptr, nullptr, nullptr, nullptr);
    mosquitto_publish_callback_set(client_, [](mosquitto*, void*, int id) { newest_ = id; });
    mosquitto_user_data_set(client_, this);
    ok = mosquitto_connect(client_, "127.0.0.1", broker.port, 10) == MOSQ_ERR_SUCCESS;
  }
  ~TestPublisher() { mosquitto_destroy(client_); }
  TestPublisher(TestPublisher const&) = delete;
  TestPublisher& operator=(TestPublisher const&) = delete;

  void publish(std::string const& topic, std::string const& payload) {
    int id = 0;
    mosquitto_publish(client_, &id, topic.c_str(), static_cast<int>(payload.size()), payload.data(), 1, false);
    for (int i = 0; i < 500 && newest_ != id; ++i)
      mosquitto_loop(client_, 20, 1);
    ok = ok && newest_ == id;
  }

  bool ok = false;

 private:
  inline static int newest_ = 0;
  mosquitto* client_;
};

} // namespace dalian::connectors::test
