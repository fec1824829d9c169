#pragma once
// `twinfeed synth --serve LIST`: systems of the synthetic city that speak their own protocols, as the real ones would,
// to whoever listens: our connectors or anybody else's. Each system is one line of a table in synth_serve.cpp.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::connectors {

/// Ports of the systems after --port. The gateways' last port depends on the city, so they come last.
namespace serve_ports {
inline constexpr unsigned kHttp = 10, kBuses = 11, kModbus = 20;
}

struct ServeOptions {
  std::vector<std::string> systems;
  std::string address = "127.0.0.1";  // where servers listen
  unsigned port = 15'000;             // the first; each system says which it takes
  std::string broker;                 // "127.0.0.1:1883", for systems that publish
  std::string v2x = "127.0.0.1:4600"; // where datagrams of vehicles and signals go
  std::string notify;                 // "http://127.0.0.1:1028/notify", where entities are posted; empty = nowhere
  std::filesystem::path truth;        // what really happened on the roads, a line of JSON each; empty = nowhere
  std::filesystem::path config;       // folder of day.toml and the systems' own files
  std::filesystem::path assets;       // the baked city
  std::filesystem::path maps;         // folder where systems write the maps that our connectors need; empty = nowhere
  double period_s = 10;               // of asking, in those maps
  Instant start{};                    // of the city's clock
  double seconds = 0, speed = 1;      // of that clock; 0 s = for ever
  std::uint64_t seed = 1;
};

class ServedSystem {
 public:
  virtual ~ServedSystem() = default;
  /// One line for the user: what is where.
  virtual std::string describe() const = 0;
  /// Sends, or makes ready to be asked for, what is due; called at least every 50 ms with the city's growing time.
  virtual void step(Instant now) = 0;
};

/// Its name in --serve, and what opens it.
struct SystemKind {
  std::string_view name;
  std::function<Result<std::unique_ptr<ServedSystem>>(ServeOptions const&)> open;
};
std::vector<SystemKind> const& system_kinds();

/// Runs the systems until the user, or --seconds, ends them; the exit status.
int serve(ServeOptions const& options);

} // namespace dalian::connectors
