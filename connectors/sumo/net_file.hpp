#pragma once
// What the files beside a simulation say: where the net lies (its .net.xml, by PROJ), and what the types of vehicle are
// (any file with vType elements). Plain or gzip. The errors name file and remedy.
#include "connectors/sumo/net_frame.hpp"
#include "connectors/sumo/vehicle_types.hpp"

#include <filesystem>

namespace dalian::sumo {

Result<NetFrame> read_net_frame(std::filesystem::path const& net_file);

/// Adds the types of `file` to `types`.
Status read_vehicle_types(std::filesystem::path const& file, VehicleTypes& types);

} // namespace dalian::sumo
