#pragma once
// One message of one format → what it says. Knows neither where it came from nor the wire. One thread.
#include "connectors/common/packet_source.hpp"
#include "connectors/v2x/facts.hpp"

#include <memory>

namespace dalian::v2x {

class Reader {
 public:
  virtual ~Reader() = default;
  /// Fills `out` when it returns "decoded", else says why not: a reason of docs/feeds.md. `json`, when given, gets the
  /// decoded message appended, without a line end. `arrival` completes times.
  virtual std::string_view read(connectors::Packet const& packet, Instant arrival, Facts& out, std::string* json) = 0;
};

/// SAE J2735 in UPER, also inside IEEE 1609.2 data that is not encrypted.
std::unique_ptr<Reader> make_j2735_reader();
/// ETSI CAM and DENM in UPER.
std::unique_ptr<Reader> make_etsi_reader();

namespace csae {
/// The names of ASN.1 throughout, or those of Huawei DRIS: they differ in names, enumerations and positions.
enum class Dialect : std::uint8_t { asn1, dris };
} // namespace csae
/// T/CSAE 53-2020 as JSON. `speed_in_kmh`: of the vehicles' own reports, which the DRIS text says and its examples and
/// the standard do not.
std::unique_ptr<Reader> make_csae_reader(csae::Dialect dialect, bool speed_in_kmh);

} // namespace dalian::v2x
