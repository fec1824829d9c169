#include "twin/http/server.hpp"

#include "twin/http/address.hpp"
#include "twin/http/token.hpp"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <microhttpd.h>
#include <mutex>
#include <sys/socket.h>
#include <thread>

namespace dalian::http {
namespace {

using Steady = std::chrono::steady_clock;

/// One request while it comes in.
struct Incoming {
  Request request;
  bool refused = false; // answered before its body came
};

MHD_Result take_header(void* to, MHD_ValueKind, char const* name, char const* value) {
  std::string key(name);
  std::ranges::transform(key, key.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  static_cast<Request*>(to)->headers.emplace(std::move(key), value != nullptr ? value : "");
  return MHD_YES;
}

MHD_Result take_parameter(void* to, MHD_ValueKind, char const* name, char const* value) {
  static_cast<Request*>(to)->query.emplace_back(name, value != nullptr ? value : "");
  return MHD_YES;
}

MHD_Result send(MHD_Connection* connection, Response const& response) {
  MHD_Response* const out = MHD_create_response_from_buffer(
      response.body.size(), const_cast<char*>(response.body.data()), MHD_RESPMEM_MUST_COPY); // NOLINT: MHD copies
  if (out == nullptr) return MHD_NO;
  if (!response.type.empty()) MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, response.type.c_str());
  for (auto const& [name, value] : response.headers)
    MHD_add_response_header(out, name.c_str(), value.c_str());
  auto const queued = MHD_queue_response(connection, static_cast<unsigned>(response.status), out);
  MHD_destroy_response(out);
  return queued;
}

Response refusal(int status, std::string const& title) {
  return {status, "application/problem+json", fmt::format(R"({{"title":"{}","status":{}}})", title, status), {}};
}

Result<std::string> read_pem(std::filesystem::path const& file) {
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || text.find("-----BEGIN") == std::string::npos)
    return Error{fmt::format("{}: is no PEM file that can be read", file.string())};
  return text;
}

} // namespace

struct Server::State {
  ServerConfig config;
  Handler handler;
  std::string token, certificate, tls_key, url;
  MHD_Daemon* daemon = nullptr;

  mutable std::mutex mutex; // all below
  Counters counts;
  std::map<MHD_Connection*, Steady::time_point> due; // connections of which a request is awaited
  bool stop = false;
  std::condition_variable stopping;
  std::thread watch;

  void count(std::string_view what) {
    std::lock_guard const lock(mutex);
    counts.add(what);
  }
  void await_request(MHD_Connection* connection) {
    std::lock_guard const lock(mutex);
    due[connection] = Steady::now() + config.patience;
  }
  void forget(MHD_Connection* connection) {
    std::lock_guard const lock(mutex);
    due.erase(connection);
  }

  MHD_Result take(MHD_Connection* connection, Incoming& incoming, char const* data, std::size_t* size);
  MHD_Result begin(MHD_Connection* connection, Incoming& incoming);
  MHD_Result answer(MHD_Connection* connection, Request const& request);
  MHD_Result refuse(MHD_Connection* connection, Incoming& incoming, int status, std::string const& why);
  void cut_off_the_slow();
  Status read_secrets(bool loopback);
  Status start(ListenAddress const& address);
  Status learn_url();
};

MHD_Result Server::State::refuse(MHD_Connection* connection, Incoming& incoming, int status, std::string const& why) {
  incoming.refused = true;
  forget(connection);
  count(why);
  Response response = refusal(status, why);
  response.headers.emplace_back("Connection", "close");
  return send(connection, response);
}

/// Headers are there, the body is not yet.
MHD_Result Server::State::begin(MHD_Connection* connection, Incoming& incoming) {
  auto& request = incoming.request;
  MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, &request);
  MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_parameter, &request);
  if (!token.empty() && !is_authorized(request.header("authorization"), token))
    return refuse(connection, incoming, 401, "unauthorized");
  std::string const length(request.header("content-length"));
  if (length.size() > 12 || std::strtoull(length.c_str(), nullptr, 10) > config.most_body_bytes)
    return refuse(connection, incoming, 413, "body_too_large");
  return MHD_YES;
}

MHD_Result Server::State::take(MHD_Connection* connection, Incoming& incoming, char const* data, std::size_t* size) {
  if (*size > 0) {
    auto& body = incoming.request.body;
    if (!incoming.refused && body.size() + *size > config.most_body_bytes) {
      count("body_too_large"); // told by no Content-Length: all that is left is to close
      incoming.refused = true;
      return MHD_NO;
    }
    if (!incoming.refused) body.append(data, *size);
    *size = 0;
    return MHD_YES;
  }
  return incoming.refused ? MHD_YES : answer(connection, incoming.request);
}

MHD_Result Server::State::answer(MHD_Connection* connection, Request const& request) {
  forget(connection);
  Response response;
  try {
    response = handler(request);
    count("answered");
  } catch (std::exception const&) {
    response = refusal(500, "internal error");
    count("failed");
  }
  return send(connection, response);
}

/// A client that trickles holds one connection, but not for ever.
void Server::State::cut_off_the_slow() {
  std::unique_lock lock(mutex);
  while (!stopping.wait_for(lock, std::min<std::chrono::milliseconds>(config.patience / 4, std::chrono::seconds(1)),
                            [this] { return stop; }))
    for (auto it = due.begin(); it != due.end();) {
      if (Steady::now() < it->second) {
        ++it;
        continue;
      }
      auto const* const info = MHD_get_connection_info(it->first, MHD_CONNECTION_INFO_CONNECTION_FD);
      if (info != nullptr) ::shutdown(info->connect_fd, SHUT_RDWR);
      counts.add("too_slow");
      it = due.erase(it);
    }
}

Status Server::State::read_secrets(bool loopback) {
  if (config.certificate.empty() != config.tls_key.empty())
    return Error{"a certificate and its key belong together: give both or none"};
  if (!loopback && (config.token.empty() || config.certificate.empty()))
    return Error{fmt::format("{} can be reached from outside: that needs a token and a certificate with its key, or "
                             "listen on 127.0.0.1",
                             config.listen)};
  if (!config.token.empty()) {
    auto read = read_token(config.token);
    if (!read) return Error{read.error()};
    token = *read;
  }
  if (config.certificate.empty()) return {};
  auto cert = read_pem(config.certificate);
  auto key = read_pem(config.tls_key);
  if (!cert || !key) return Error{cert ? key.error() : cert.error()};
  certificate = *cert;
  tls_key = *key;
  return {};
}

Status Server::State::start(ListenAddress const& address) {
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
  if (address.storage.ss_family == AF_INET6) flags |= MHD_USE_IPv6;
  std::vector<MHD_OptionItem> options{
      {MHD_OPTION_SOCK_ADDR, 0, const_cast<sockaddr*>(address.get())}, // NOLINT: MHD only reads it
      {MHD_OPTION_CONNECTION_LIMIT, static_cast<intptr_t>(config.most_connections), nullptr},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<intptr_t>(config.most_header_bytes), nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, 60, nullptr}, // seconds: of a client that does not read its answer
  };
  if (!certificate.empty()) {
    flags |= MHD_USE_TLS;
    options.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, certificate.data()});
    options.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, tls_key.data()});
  }
  options.push_back({MHD_OPTION_END, 0, nullptr});
  MHD_AccessHandlerCallback const access = [](void* self, MHD_Connection* connection, char const* path,
                                              char const* method, char const*, char const* data, std::size_t* size,
                                              void** context) {
    auto& state = *static_cast<State*>(self);
    auto*& incoming = *reinterpret_cast<Incoming**>(context);
    if (incoming != nullptr) return state.take(connection, *incoming, data, size);
    incoming = new Incoming; // NOLINT: released in `completed`
    incoming->request.method = method;
    incoming->request.path = path;
    return state.begin(connection, *incoming);
  };
  MHD_RequestCompletedCallback const completed = [](void* self, MHD_Connection* connection, void** context,
                                                    MHD_RequestTerminationCode code) {
    delete *reinterpret_cast<Incoming**>(context); // NOLINT
    *context = nullptr;
    if (code == MHD_REQUEST_TERMINATED_COMPLETED_OK) static_cast<State*>(self)->await_request(connection);
  };
  MHD_NotifyConnectionCallback const changed = [](void* self, MHD_Connection* connection, void**,
                                                  MHD_ConnectionNotificationCode code) {
    auto& state = *static_cast<State*>(self);
    code == MHD_CONNECTION_NOTIFY_STARTED ? state.await_request(connection) : state.forget(connection);
  };
  errno = 0;
  daemon =
      MHD_start_daemon(flags, 0, nullptr, nullptr, access, this, MHD_OPTION_NOTIFY_COMPLETED, completed, this,
                       MHD_OPTION_NOTIFY_CONNECTION, changed, this, MHD_OPTION_ARRAY, options.data(), MHD_OPTION_END);
  if (daemon == nullptr)
    return Error{fmt::format("{}: cannot listen{}{}", config.listen, errno != 0 ? ": " : "",
                             errno != 0 ? std::strerror(errno) : "")};
  return learn_url();
}

Status Server::State::learn_url() {
  auto const* const info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  if (info == nullptr) return Error{fmt::format("{}: does not say its port", config.listen)};
  auto const host = config.listen.substr(0, config.listen.rfind(':'));
  url = fmt::format("{}://{}:{}", certificate.empty() ? "http" : "https", host, info->port);
  watch = std::thread([this] { cut_off_the_slow(); });
  return {};
}

Result<std::unique_ptr<Server>> Server::open(ServerConfig const& config, Handler handler) {
  auto const address = parse_listen_address(config.listen);
  if (!address) return Error{address.error()};
  auto state = std::make_unique<State>();
  state->config = config;
  state->handler = std::move(handler);
  if (auto const read = state->read_secrets(address->loopback); !read) return Error{read.error()};
  std::unique_ptr<Server> server(new Server(std::move(state)));
  if (auto const started = server->state_->start(*address); !started) return Error{started.error()};
  return server;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  {
    std::lock_guard const lock(state_->mutex);
    state_->stop = true;
  }
  state_->stopping.notify_all();
  if (state_->watch.joinable()) state_->watch.join();
  if (state_->daemon != nullptr) MHD_stop_daemon(state_->daemon);
}

std::string const& Server::url() const {
  return state_->url;
}

Counters Server::counts() const {
  std::lock_guard const lock(state_->mutex);
  return state_->counts;
}

} // namespace dalian::http
