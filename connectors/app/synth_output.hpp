#pragma once
// Where `twinfeed synth` can write besides the twin: the terminal as NMEA or JSON, UDP as NMEA, the fleet as a table.
#include "connectors/common/address.hpp"
#include "connectors/synth/synth_stream.hpp"

#include <cstdio>
#include <functional>
#include <memory>

namespace dalian::connectors {

/// Takes one item; false when it cannot be written, with errno saying why.
using SynthOutput = std::function<bool(synth::SynthItem const&)>;

/// The ships' lines as they are; road vehicles have no NMEA form and are left out.
SynthOutput nmea_output(std::FILE* file);
/// One object a line: every AIS message as `twinfeed ais --out json` prints it, every vehicle report likewise.
SynthOutput json_output(std::FILE* file);
/// One datagram for each message.
Result<SynthOutput> udp_output(Address const& to);

void print_fleet(synth::SynthStream const& stream, std::FILE* file);

} // namespace dalian::connectors
