#include "connectors/app/synth_output.hpp"

#include "connectors/ais/json.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace dalian::connectors {
namespace {

bool write_all(std::FILE* file, std::string const& text) {
  return std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
}

/// Splits at CR LF and hands every line to `use`.
template <class Use>
void each_line(std::string_view nmea, Use use) {
  while (!nmea.empty()) {
    auto const end = nmea.find("\r\n");
    use(nmea.substr(0, end));
    nmea.remove_prefix(end == std::string_view::npos ? nmea.size() : end + 2);
  }
}

std::string vehicle_json(wire::Observation const& o) {
  auto const& road = o.road_vehicle();
  auto const& fix = o.fix();
  auto const rounded = [](double value, double per_unit) { return std::round(value * per_unit) / per_unit; };
  nlohmann::ordered_json const object{{"entity", o.entity()},
                                      {"kind", "road_vehicle"},
                                      {"provenance", "synthetic"},
                                      {"t_obs", format_utc(from_unix_ns(static_cast<std::int64_t>(o.t_obs())), 3)},
                                      {"lon_deg", rounded(fix.lon_deg(), 1e7)},
                                      {"lat_deg", rounded(fix.lat_deg(), 1e7)},
                                      {"sigma_m", rounded(fix.sigma_m(), 100)},
                                      {"speed_mps", rounded(fix.speed_mps(), 100)},
                                      {"heading_deg", rounded(fix.heading_deg(), 10)},
                                      {"route", road.route()},
                                      {"vehicle_type", road.vehicle_type()},
                                      {"mode", road.mode()}};
  return object.dump() + "\n";
}

class UdpSender {
 public:
  UdpSender(int descriptor, SocketAddress to) : descriptor_(descriptor), to_(to) {}
  ~UdpSender() { ::close(descriptor_); }
  UdpSender(UdpSender const&) = delete;
  UdpSender& operator=(UdpSender const&) = delete;

  void send(std::string const& text) {
    // Nobody listening is no reason to stop: UDP's receivers come and go.
    static_cast<void>(::sendto(descriptor_, text.data(), text.size(), MSG_NOSIGNAL, to_.get(), to_.size));
  }

 private:
  int descriptor_;
  SocketAddress to_;
};

char const* status_text(synth::NavStatus status) {
  switch (status) {
  case synth::NavStatus::at_anchor:
    return "at anchor";
  case synth::NavStatus::moored:
    return "moored";
  case synth::NavStatus::fishing:
    return "fishing";
  case synth::NavStatus::restricted:
    return "working";
  case synth::NavStatus::under_way:
    break;
  }
  return "under way";
}

} // namespace

SynthOutput nmea_output(std::FILE* file) {
  return [file](synth::SynthItem const& item) {
    auto const* nmea = std::get_if<std::string>(&item.content);
    return nmea == nullptr || write_all(file, *nmea);
  };
}

SynthOutput json_output(std::FILE* file) {
  auto const text = std::make_shared<std::string>();
  auto const stream = std::make_shared<ais::Stream>(
      ais::Stream::Kind::live, [text](ais::Message const& message, ais::Reception const& reception) {
        ais::write_json(message, reception, *text);
      });
  return [file, text, stream](synth::SynthItem const& item) {
    text->clear();
    if (auto const* nmea = std::get_if<std::string>(&item.content)) {
      each_line(*nmea, [&](std::string_view one) {
        ais::Stream::Line line;
        line.text = one;
        line.arrival = item.at;
        stream->take(line);
      });
    } else {
      *text = vehicle_json(std::get<wire::Observation>(item.content));
    }
    return write_all(file, *text);
  };
}

Result<SynthOutput> udp_output(Address const& to) {
  auto const addresses = resolve(to, SOCK_DGRAM, false);
  if (!addresses) return Error{addresses.error()};
  auto const& first = addresses->front();
  int const descriptor = ::socket(first.family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return Error{fmt::format("--udp {}: {}", to.text(), std::strerror(errno))};
  auto const sender = std::make_shared<UdpSender>(descriptor, first);
  return SynthOutput([sender](synth::SynthItem const& item) {
    if (auto const* nmea = std::get_if<std::string>(&item.content)) sender->send(*nmea);
    return true;
  });
}

void print_fleet(synth::SynthStream const& stream, std::FILE* file) {
  fmt::print(file, "{:<10} {:<21} {:<14} {:>5} {:>5} {:>5}  {:<10} {:>6} {:>10} {:>9}\n", "MMSI", "name", "kind", "L m",
             "B m", "T m", "status", "kn", "lon °E", "lat °N");
  for (auto const& v : stream.ships().fleet()) {
    auto const m = synth::measured_at(v, 0);
    fmt::print(file, "{:<10} {:<21} {:<14} {:>5.0f} {:>5.0f} {:>5.1f}  {:<10} {:>6.1f} {:>10.5f} {:>9.5f}\n", v.mmsi,
               v.data.name, v.kind, v.length_m, v.beam_m, synth::data_at(v, 0).draught_m,
               status_text(synth::status_at(v, 0)), m.speed_kn, m.position.lon_deg, m.position.lat_deg);
  }
  fmt::print(file, "\n{:<12} {:<8} {:<9} {:>5} {:>6} {:>10} {:>9}\n", "vehicle", "route", "type", "L m", "km/h",
             "lon °E", "lat °N");
  for (auto const& v : stream.road().vehicles()) {
    auto const s = synth::RoadTraffic::state_at(v, 0);
    auto const place = to_geo(s.position);
    fmt::print(file, "{:<12} {:<8} {:<9} {:>5.1f} {:>6.1f} {:>10.5f} {:>9.5f}\n", v.entity, v.group->route,
               v.group->vehicle_type, v.group->length_m, s.speed_mps * 3.6, place.lon_deg, place.lat_deg);
  }
  fmt::print(file, "\n{} ships, {} test vehicles; positions at the start; everything here is synthetic\n",
             stream.ships().fleet().size(), stream.road().vehicles().size());
}

} // namespace dalian::connectors
