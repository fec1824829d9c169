#pragma once
// Messages of connected vehicles carry parts of a time: the millisecond of a minute, the minute of a year, the last
// bits of a count. Here they become instants, by the arrival. Reads no clock.
#include "twin/base/time.hpp"

#include <optional>

namespace dalian::v2x {

/// A source's clock may be ahead of ours by this much; what seems later is taken as earlier by a whole period.
inline constexpr Duration kMostAhead = std::chrono::seconds(5);

/// `ms` of the UTC minute (SAE J2735 DSecond): the newest such instant not later than arrival + kMostAhead. Nothing for
/// 60 999 < ms, which means that the source does not know.
std::optional<Instant> at_millisecond_of_minute(Instant arrival, unsigned ms);

/// Minute of the UTC year and the millisecond in it; of this year, the last or the next, whichever is nearest to
/// arrival.
std::optional<Instant> at_minute_of_year(Instant arrival, unsigned minute, unsigned ms);

/// TimestampIts of ETSI TS 102 894-2: milliseconds of TAI since 2004-01-01T00:00:00 UTC.
Instant from_its_timestamp(std::uint64_t ms);
/// Its last 16 bits (generationDeltaTime): the newest such instant not later than arrival + kMostAhead.
Instant at_generation_delta_time(Instant arrival, std::uint16_t ms);

/// A mark in tenths of a second of the UTC hour (SAE J2735 TimeMark): seconds from `now` to it, 0 when it has just
/// passed. Nothing for marks of 36 000 and more: beyond, or unknown.
std::optional<double> seconds_until(unsigned mark, Instant now);

} // namespace dalian::v2x
