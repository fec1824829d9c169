#include "connectors/utilities/modbus_gateway.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <mutex>
#include <poll.h>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::utilities {

class ModbusGateway::Answering {
 public:
  ~Answering() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    for (int const client : clients_)
      ::close(client);
    if (listener_ >= 0) ::close(listener_);
    for (auto* mapping : units_)
      modbus_mapping_free(mapping);
    if (context_ != nullptr) modbus_free(context_);
  }

  Status open(std::string const& host, std::uint16_t port, unsigned units, unsigned registers) {
    context_ = modbus_new_tcp(host.c_str(), port);
    if (context_ == nullptr) return Error{fmt::format("{}:{}: {}", host, port, modbus_strerror(errno))};
    listener_ = modbus_tcp_listen(context_, kBacklog);
    if (listener_ < 0) return Error{fmt::format("{}:{}: {}", host, port, modbus_strerror(errno))};
    modbus_set_response_timeout(context_, 0, kPatience_us);
    modbus_set_byte_timeout(context_, 0, kPatience_us);
    for (unsigned i = 0; i < units; ++i)
      units_.push_back(modbus_mapping_new(0, 0, 0, static_cast<int>(registers)));
    silent_.resize(units, true);
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size);
    port_ = ntohs(bound.sin_port);
    thread_ = std::jthread([this](std::stop_token const& stop) { run(stop); });
    return {};
  }

  std::uint16_t port() const { return port_; }

  void set(unsigned unit, std::vector<std::uint16_t> const& registers) {
    assert(unit >= 1 && unit <= units_.size());
    std::lock_guard const lock(mutex_);
    auto* mapping = units_[unit - 1];
    assert(registers.size() <= static_cast<std::size_t>(mapping->nb_input_registers));
    silent_[unit - 1] = registers.empty();
    std::ranges::copy(registers, mapping->tab_input_registers);
  }

 private:
  static constexpr int kBacklog = 16, kTurn_ms = 100;
  static constexpr std::size_t kMostClients = 64;
  static constexpr unsigned kPatience_us = 500'000; // for the rest of a request that has begun

  void run(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
      std::vector<pollfd> watched{{listener_, POLLIN, 0}};
      for (int const client : clients_)
        watched.push_back({client, POLLIN, 0});
      if (::poll(watched.data(), watched.size(), kTurn_ms) <= 0) continue;
      for (std::size_t i = 1; i < watched.size(); ++i)
        if (watched[i].revents != 0 && !answer(watched[i].fd)) hang_up(watched[i].fd);
      if ((watched[0].revents & POLLIN) != 0) accept();
    }
  }

  void accept() {
    int const client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    if (clients_.size() >= kMostClients) return void(::close(client));
    clients_.push_back(client);
  }

  void hang_up(int client) {
    ::close(client);
    std::erase(clients_, client);
  }

  /// False when the client is gone, or speaks no Modbus.
  bool answer(int client) {
    std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> request{};
    modbus_set_socket(context_, client);
    int const size = modbus_receive(context_, request.data());
    if (size <= 0) return size == 0;   // 0: not for us
    constexpr std::size_t kUnitAt = 6; // behind the MBAP header's transaction, protocol and length
    std::size_t const unit = request[kUnitAt];
    std::lock_guard const lock(mutex_);
    if (unit < 1 || unit > units_.size() || silent_[unit - 1])
      return modbus_reply_exception(context_, request.data(), MODBUS_EXCEPTION_GATEWAY_TARGET) >= 0;
    return modbus_reply(context_, request.data(), size, units_[unit - 1]) >= 0;
  }

  modbus_t* context_ = nullptr;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::vector<int> clients_; // of the thread
  std::mutex mutex_;         // for the two below
  std::vector<modbus_mapping_t*> units_;
  std::vector<bool> silent_;
  std::jthread thread_; // uses all of the above
};

ModbusGateway::ModbusGateway(std::unique_ptr<Answering> answering) : answering_(std::move(answering)) {}
ModbusGateway::~ModbusGateway() = default;

Result<std::unique_ptr<ModbusGateway>> ModbusGateway::open(std::string const& host, std::uint16_t port, unsigned units,
                                                           unsigned registers) {
  assert(units >= 1 && units <= kMostUnits);
  auto answering = std::make_unique<Answering>();
  if (auto const opened = answering->open(host, port, units, registers); !opened) return Error{opened.error()};
  return std::unique_ptr<ModbusGateway>(new ModbusGateway(std::move(answering)));
}

std::uint16_t ModbusGateway::port() const {
  return answering_->port();
}

void ModbusGateway::set(unsigned unit, std::vector<std::uint16_t> const& registers) {
  answering_->set(unit, registers);
}

} // namespace dalian::utilities
