#pragma once
// One AIS message → what the twin is told: position, static data, aids. Knows no socket. Converts units, datum and the
// half-told time of AIS; leaves out what the sender marks as not available.
#include "connectors/ais/stream.hpp"
#include "twin/base/crs.hpp"
#include "twin/wire/wire.pb.h"

#include <vector>

namespace dalian::ais {

/// Messages 1…3, 9, 18, 19, 21, 27 carry only the second of the UTC minute: the instant nearest to the reception with
/// that second. Not believed (then the reception itself is taken) when it lies more than 2 s after the reception,
/// where nothing can have been seen, so the result lies within 30 s before … 2 s after it.
Instant fix_time(Instant received, TimeStamp const& second);

/// One standard deviation per axis in metres. High accuracy promises ≤ 10 m (M.1371-5, table 47) and is taken as it is,
/// since whole seconds and the antenna's place add to it at speed; low accuracy is an uncorrected receiver.
inline constexpr float kSigmaHighM = 10;
inline constexpr float kSigmaLowM = 30;
/// Message 27 rounds to 1/10 minute, 185 m: uniform, so 185/√12 = 53 m, and the fix may be seconds old.
inline constexpr float kSigmaLongRangeM = 60;

/// MMSI that many badly configured stations share; kept, but worth a count.
bool is_weak_identity(std::uint32_t mmsi);

class WireConverter {
 public:
  explicit WireConverter(Crs crs = Crs::wgs84) : crs_(crs) {}

  /// Appends the observations of a message, none for most types. `t_rx` is when the connector received it, on the same
  /// clock as reception.received.
  void convert(Message const& message, Reception const& reception, Instant t_rx, std::vector<wire::Observation>& out);

 private:
  Crs crs_;
};

} // namespace dalian::ais
