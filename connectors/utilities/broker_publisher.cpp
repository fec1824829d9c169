#include "connectors/utilities/broker_publisher.hpp"

#include "connectors/common/backoff.hpp"
#include "connectors/utilities/sparkplug_writer.hpp"
#include "twin/base/steady_time.hpp"

#include <cstdlib>

#include <mosquitto.h>

namespace dalian::utilities {
namespace {

constexpr int kKeepAlive_s = 15, kTurn_ms = 0, kAtLeastOnce = 1;

struct Library {
  Library() { mosquitto_lib_init(); }
  ~Library() { mosquitto_lib_cleanup(); }
};

struct Destroy {
  void operator()(mosquitto* client) const { mosquitto_destroy(client); }
};

} // namespace

struct BrokerPublisher::State {
  explicit State(connectors::Address at) : broker(std::move(at)) {}

  void connect() {
    auto const will = sparkplug_node_death(++birth);
    mosquitto_will_clear(client.get());
    mosquitto_will_set(client.get(), Publications::will_topic().c_str(), static_cast<int>(will.size()), will.data(),
                       kAtLeastOnce, false);
    if (mosquitto_connect(client.get(), broker.host.c_str(), std::atoi(broker.port.c_str()), kKeepAlive_s) !=
        MOSQ_ERR_SUCCESS)
      retry_at = steady_now() + backoff.next();
    else
      connecting = true;
  }

  void on_connect(int code) {
    connecting = false;
    if (code != 0) return;
    backoff.reset();
    connected = must_be_born = true;
    auto const commands = fmt::format("spBv1.0/{}/NCMD/{}", Publications::kGroup, Publications::kNode);
    mosquitto_subscribe(client.get(), nullptr, commands.c_str(), kAtLeastOnce);
  }

  void on_disconnect() {
    connected = connecting = false;
    retry_at = steady_now() + backoff.next();
  }

  void on_message(mosquitto_message const& message) {
    std::string_view const payload(static_cast<char const*>(message.payload),
                                   static_cast<std::size_t>(message.payloadlen));
    if (payload.find("Node Control/Rebirth") != payload.npos) must_be_born = true;
  }

  void publish(std::vector<Publication> const& all) {
    for (auto const& p : all) {
      mosquitto_publish(client.get(), nullptr, p.topic.c_str(), static_cast<int>(p.payload.size()), p.payload.data(), 0,
                        false);
      ++sent;
    }
  }

  connectors::Address broker;
  std::unique_ptr<mosquitto, Destroy> client;
  connectors::Backoff backoff{{}};
  Publications publications;
  Instant retry_at{}; // steady
  std::uint64_t birth = 0, sent = 0;
  bool connecting = false, connected = false, must_be_born = false;
};

BrokerPublisher::BrokerPublisher(connectors::Address broker) : state_(std::make_unique<State>(std::move(broker))) {
  static Library const library;
  state_->client.reset(mosquitto_new(nullptr, true, state_.get()));
  mosquitto_connect_callback_set(state_->client.get(),
                                 [](mosquitto*, void* self, int code) { static_cast<State*>(self)->on_connect(code); });
  mosquitto_disconnect_callback_set(state_->client.get(),
                                    [](mosquitto*, void* self, int) { static_cast<State*>(self)->on_disconnect(); });
  mosquitto_message_callback_set(state_->client.get(), [](mosquitto*, void* self, mosquitto_message const* message) {
    static_cast<State*>(self)->on_message(*message);
  });
}

/// A node that goes on purpose says so itself: a broker drops the will of an orderly end (Sparkplug B 3.0, 6.4.30).
BrokerPublisher::~BrokerPublisher() {
  if (!state_->connected) return;
  state_->publish({{Publications::will_topic(), sparkplug_node_death(state_->birth)}});
  mosquitto_disconnect(state_->client.get());
  for (int i = 0; i < 20 && mosquitto_loop(state_->client.get(), 5, 1) == MOSQ_ERR_SUCCESS; ++i) {
  }
}

void BrokerPublisher::step(City const& city) {
  auto& s = *state_;
  if (!s.connected && !s.connecting && steady_now() >= s.retry_at) s.connect();
  if (s.connected || s.connecting)
    for (int i = 0; i < 8 && mosquitto_loop(s.client.get(), kTurn_ms, 1) == MOSQ_ERR_SUCCESS; ++i) {
    }
  if (!s.connected) return;
  if (std::exchange(s.must_be_born, false)) s.publish(s.publications.births(city, s.birth));
  s.publish(s.publications.due(city, s.birth));
}

bool BrokerPublisher::connected() const {
  return state_->connected;
}

std::uint64_t BrokerPublisher::sent() const {
  return state_->sent;
}

} // namespace dalian::utilities
