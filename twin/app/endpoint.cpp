#include "twin/app/endpoint.hpp"

#include <arpa/inet.h>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace dalian::app {
namespace {

constexpr std::string_view kTcp = "tcp://";
constexpr std::string_view kIpc = "ipc://";
constexpr std::string_view kInproc = "inproc://";
constexpr int kZapEnforceDomain = 93; // ZMQ_ZAP_ENFORCE_DOMAIN, which zmq.h of 4.3.4 hides and its library has

/// 127.0.0.0/8, ::1 and localhost; a name that only looks like one of them is none.
bool is_loopback(std::string_view host_and_port) {
  std::string const host(host_and_port.substr(0, host_and_port.rfind(':')));
  in_addr address{};
  bool const four = ::inet_pton(AF_INET, host.c_str(), &address) == 1;
  return (four && ntohl(address.s_addr) >> 24 == 127) || host == "localhost" || host == "[::1]";
}

/// What this process makes meanwhile belongs to this user alone.
class PrivateFiles {
 public:
  PrivateFiles() : before_(::umask(S_IRWXG | S_IRWXO | S_IXUSR)) {}
  ~PrivateFiles() { ::umask(before_); }
  PrivateFiles(PrivateFiles const&) = delete;
  PrivateFiles& operator=(PrivateFiles const&) = delete;

 private:
  mode_t before_;
};

/// True when a program answers behind the file.
bool is_listening(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  int const fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  bool const answers = ::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
  ::close(fd);
  return answers;
}

Status check_ipc(std::string const& path, std::string const& option) {
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path))
    return Error{
        fmt::format("{} ipc://{}: a path of 1 to {} bytes is needed", option, path, sizeof(sockaddr_un::sun_path) - 1)};
  if (path.front() == '@')
    return Error{fmt::format("{} ipc://{}: an abstract socket has no rights, any user of this machine could reach it; "
                             "use ipc:///path",
                             option, path)};
  if (is_listening(path))
    return Error{fmt::format("{} ipc://{} is in use: another twin listens there; stop it or give another {}", option,
                             path, option)};
  return {};
}

Status check_address(std::string const& endpoint, Gate const& gate) {
  std::string_view const view = endpoint;
  if (view.substr(0, kInproc.size()) == kInproc) return {};
  if (view.substr(0, kIpc.size()) == kIpc) return check_ipc(endpoint.substr(kIpc.size()), gate.option);
  if (view.substr(0, kTcp.size()) != kTcp)
    return Error{fmt::format("{} '{}': write tcp://127.0.0.1:PORT or ipc:///path", gate.option, endpoint)};
  if (gate.keys || is_loopback(view.substr(kTcp.size()))) return {};
  return Error{
      fmt::format("{} {}: refused, others could reach it and there are no keys to tell who they are; make some "
                  "(twinctl keys --help) and name them with --keys, or use tcp://127.0.0.1:PORT or "
                  "ipc:///path",
                  gate.option, endpoint)};
}

/// For this bind and those after it: libzmq 4.3.4 cannot take a domain back.
void set_gate(zmq::socket_t& socket, std::string const& endpoint, Gate const& gate) {
  socket.set(zmq::sockopt::backlog, 1024); // many connectors may come at once, after a restart
  bool const curve = gate.keys && endpoint.substr(0, kTcp.size()) == kTcp;
  if (!curve) {
    assert(socket.get(zmq::sockopt::zap_domain).empty());
    return;
  }
  socket.set(zmq::sockopt::curve_secretkey, gate.keys->secret_key);
  socket.set(zmq::sockopt::curve_server, true);
  // Without a domain, and one that is enforced, CURVE accepts any client's key (libzmq issue 2594).
  socket.set(zmq::sockopt::zap_domain, gate.domain);
  int const enforce = 1;
  if (zmq_setsockopt(socket.handle(), kZapEnforceDomain, &enforce, sizeof enforce) != 0) throw zmq::error_t();
}

} // namespace

Result<std::string> bind_guarded(zmq::socket_t& socket, std::string const& endpoint, Gate const& gate) {
  if (auto const checked = check_address(endpoint, gate); !checked) return Error{checked.error()};
  try {
    PrivateFiles const ipc_file;
    set_gate(socket, endpoint, gate);
    socket.bind(endpoint);
  } catch (zmq::error_t const& e) {
    if (e.num() == EADDRINUSE)
      return Error{fmt::format("{} {} is in use: another twin listens there; stop it or give another {}", gate.option,
                               endpoint, gate.option)};
    return Error{fmt::format("{} {}: {}", gate.option, endpoint, e.what())};
  }
  if (endpoint.substr(0, kInproc.size()) == kInproc) return endpoint;
  return socket.get(zmq::sockopt::last_endpoint);
}

void use_key(zmq::socket_t& socket, std::string const& endpoint, security::KeyFile const& key) {
  if (endpoint.substr(0, kTcp.size()) != kTcp) return;
  socket.set(zmq::sockopt::curve_serverkey, key.server_key);
  socket.set(zmq::sockopt::curve_publickey, key.keys.public_key);
  socket.set(zmq::sockopt::curve_secretkey, key.keys.secret_key);
}

} // namespace dalian::app
