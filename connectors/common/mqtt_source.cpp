#include "connectors/common/mqtt_source.hpp"

#include "connectors/common/backoff.hpp"
#include "twin/base/steady_time.hpp"

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <mosquitto.h>

namespace dalian::connectors {
namespace {

constexpr int kKeepAlive_s = 15;
constexpr int kTurn_ms = 200; // how soon the thread hears that it shall end

struct Library {
  Library() { mosquitto_lib_init(); }
  ~Library() { mosquitto_lib_cleanup(); }
};

struct Destroy {
  void operator()(mosquitto* client) const { mosquitto_destroy(client); }
};

Result<std::string> read_password(std::filesystem::path const& file) {
  namespace fs = std::filesystem;
  std::error_code error;
  auto const rights = fs::status(file, error).permissions();
  if (error) return Error{fmt::format("--password-file {}: {}", file.string(), error.message())};
  if ((rights & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
    return Error{fmt::format("--password-file {}: others may read it; chmod 600 {}", file.string(), file.string())};
  std::ifstream in(file);
  std::string password;
  if (!std::getline(in, password) || password.empty())
    return Error{fmt::format("--password-file {}: holds no password in its first line", file.string())};
  return password;
}

struct Message {
  std::string topic;
  std::vector<std::uint8_t> payload;
  bool too_long = false;
};

class Client final : public MqttSource {
 public:
  explicit Client(MqttConfig config)
      : config_(std::move(config)),
        name_(fmt::format("{}://{}", config_.ca.empty() ? "mqtt" : "mqtts", config_.broker.text())) {}
  ~Client() override {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }

  Status start() {
    static Library const library;
    client_.reset(mosquitto_new(nullptr, true, this));
    if (!client_) return Error{"mosquitto: out of memory"};
    mosquitto_int_option(client_.get(), MOSQ_OPT_PROTOCOL_VERSION, config_.version);
    if (auto secured = secure(); !secured) return secured;
    mosquitto_connect_callback_set(client_.get(), [](mosquitto*, void* self, int code) { of(self).on_connect(code); });
    mosquitto_subscribe_callback_set(client_.get(), [](mosquitto*, void* self, int, int count, int const* granted) {
      of(self).on_subscribe({granted, static_cast<std::size_t>(count)});
    });
    mosquitto_disconnect_callback_set(client_.get(),
                                      [](mosquitto*, void* self, int code) { of(self).on_disconnect(code); });
    mosquitto_message_callback_set(
        client_.get(), [](mosquitto*, void* self, mosquitto_message const* message) { of(self).on_message(*message); });
    mosquitto_log_callback_set(client_.get(), [](mosquitto*, void* self, int level, char const* text) {
      if (level == MOSQ_LOG_ERR) of(self).note_trouble(text); // why a handshake failed is told nowhere else
    });
    mosquitto_threaded_set(client_.get(), true);
    thread_ = std::jthread([this](std::stop_token const& stop) { keep_connected(stop); });
    return {};
  }

  Next next(Packet& packet, std::chrono::milliseconds wait) override {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, wait, [this] { return !queue_.empty(); })) return Next::idle;
    current_ = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= current_.payload.size();
    packet.bytes = current_.payload;
    packet.topic = current_.topic;
    packet.too_long = current_.too_long;
    return Next::packet;
  }

  void tell(Counters& details) const override {
    std::lock_guard const lock(mutex_);
    details.add("broker_connections", connections_);
    details.add("broker_connections_lost", lost_);
    details.add("dropped_queue_full", dropped_);
    auto const away = away_ + (away_since_ ? steady_now() - *away_since_ : Duration::zero());
    details.add("broker_away_s", static_cast<std::uint64_t>(to_seconds(away)));
  }

  std::string describe() const override {
    std::lock_guard const lock(mutex_);
    return connected_ ? name_ : fmt::format("{} ({})", name_, trouble_);
  }

  void publish(std::string const& topic, std::string const& payload) override {
    mosquitto_publish(client_.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()), payload.data(), 0,
                      false);
  }

  bool connected() const override {
    std::lock_guard const lock(mutex_);
    return connected_;
  }

 private:
  /// libmosquitto's own thread ends for good when TLS fails, so this one looks after the connection.
  void keep_connected(std::stop_token const& stop) {
    auto const port = std::atoi(config_.broker.port.c_str());
    int code = mosquitto_connect(client_.get(), config_.broker.host.c_str(), port, kKeepAlive_s);
    while (!stop.stop_requested()) {
      if (code == MOSQ_ERR_SUCCESS) {
        code = mosquitto_loop(client_.get(), kTurn_ms, 1);
        continue;
      }
      if (code == MOSQ_ERR_ERRNO || code == MOSQ_ERR_EAI) note_trouble(reason(code));
      std::unique_lock lock(mutex_);
      came_.wait_for(lock, stop, backoff_.next(), [] { return false; });
      lock.unlock();
      if (!stop.stop_requested()) code = mosquitto_reconnect(client_.get());
    }
    mosquitto_disconnect(client_.get());
  }
  static char const* reason(int code) {
    return code == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(code);
  }
  static Client& of(void* self) { return *static_cast<Client*>(self); }

  Status secure() {
    if (!config_.user.empty()) {
      std::string password;
      if (!config_.password_file.empty()) {
        auto read = read_password(config_.password_file);
        if (!read) return Error{read.error()};
        password = *read;
      }
      mosquitto_username_pw_set(client_.get(), config_.user.c_str(), password.empty() ? nullptr : password.c_str());
    }
    if (config_.ca.empty()) return {};
    auto const file = [](std::filesystem::path const& p) { return p.empty() ? nullptr : p.c_str(); };
    int const code = mosquitto_tls_set(client_.get(), file(config_.ca), nullptr, file(config_.certificate),
                                       file(config_.key), nullptr);
    if (code != MOSQ_ERR_SUCCESS)
      return Error{
          fmt::format("--ca {}: {}; is it a readable PEM file?", config_.ca.string(), mosquitto_strerror(code))};
    mosquitto_tls_opts_set(client_.get(), 1, "tlsv1.2", nullptr);
    return {};
  }

  void on_connect(int code) {
    refused_ = code != 0;
    constexpr int kVersion5 = 5;
    if (refused_)
      return note_trouble(config_.version == kVersion5 ? mosquitto_reason_string(code)
                                                       : mosquitto_connack_string(code));
    std::vector<char*> topics;
    for (auto& topic : config_.topics)
      topics.push_back(topic.data());
    mosquitto_subscribe_multiple(client_.get(), nullptr, static_cast<int>(topics.size()), topics.data(), config_.qos, 0,
                                 nullptr);
  }

  /// Only now are we there: the broker has said which topics it gives.
  void on_subscribe(std::span<int const> granted) {
    constexpr int kRefused = 0x80;
    for (std::size_t i = 0; i < granted.size() && i < config_.topics.size(); ++i)
      if (granted[i] >= kRefused) note_trouble(fmt::format("topic {} refused", config_.topics[i]));
    {
      std::lock_guard const lock(mutex_);
      connected_ = true;
      ++connections_;
      backoff_.reset();
      if (away_since_) away_ += steady_now() - *away_since_;
      away_since_.reset();
    }
    if (config_.note) config_.note(fmt::format("connected to {}", name_));
  }

  void on_disconnect(int code) {
    {
      std::lock_guard const lock(mutex_);
      if (connected_) ++lost_;
      connected_ = false;
      if (!away_since_) away_since_ = steady_now();
    }
    if (code != 0 && !std::exchange(refused_, false))
      note_trouble(mosquitto_strerror(code)); // else the broker said why
  }

  void note_trouble(std::string const& why) {
    {
      std::lock_guard const lock(mutex_);
      if (trouble_ == why) return;
      trouble_ = why;
    }
    if (config_.note) config_.note(fmt::format("{}: {}; trying again", name_, why));
  }

  void on_message(mosquitto_message const& message) {
    auto const size = static_cast<std::size_t>(message.payloadlen);
    auto const* bytes = static_cast<std::uint8_t const*>(message.payload);
    bool const too_long = size > kMostPayload;
    std::lock_guard const lock(mutex_);
    if (queued_bytes_ + (too_long ? 0 : size) > config_.most_queued_bytes) return void(++dropped_);
    auto& added = queue_.emplace_back();
    added.topic = message.topic;
    added.too_long = too_long;
    if (!too_long) added.payload.assign(bytes, bytes + size);
    queued_bytes_ += added.payload.size();
    came_.notify_one();
  }

  MqttConfig config_;
  std::string name_;
  std::unique_ptr<mosquitto, Destroy> client_;
  Message current_;      // of the asking thread
  bool refused_ = false; // of the connection's thread

  mutable std::mutex mutex_; // for all below
  std::condition_variable_any came_;
  Backoff backoff_{{}};
  std::deque<Message> queue_;
  std::size_t queued_bytes_ = 0;
  std::string trouble_ = "connecting";
  bool connected_ = false;
  std::uint64_t connections_ = 0, lost_ = 0, dropped_ = 0;
  Duration away_{};
  std::optional<Instant> away_since_;

  std::jthread thread_; // last: it uses all of the above
};

} // namespace

Result<std::unique_ptr<MqttSource>> MqttSource::open(MqttConfig config) {
  for (auto const& topic : config.topics)
    if (mosquitto_sub_topic_check(topic.c_str()) != MOSQ_ERR_SUCCESS)
      return Error{fmt::format("--topic {}: no MQTT topic filter", topic)};
  if (config.certificate.empty() != config.key.empty()) return Error{"--cert and --cert-key go together"};
  if (!config.certificate.empty() && config.ca.empty()) return Error{"--cert needs --ca"};
  for (auto const* file : {&config.ca, &config.certificate, &config.key})
    if (!file->empty() && !std::filesystem::is_regular_file(*file))
      return Error{fmt::format("{}: cannot be read", file->string())};
  auto client = std::make_unique<Client>(std::move(config));
  if (auto started = client->start(); !started) return Error{started.error()};
  return std::unique_ptr<MqttSource>(std::move(client));
}

} // namespace dalian::connectors
