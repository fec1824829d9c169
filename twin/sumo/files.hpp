#pragma once
// A network and its traffic as SUMO's plain XML, with the configurations that make and run it: `netconvert -c
// dalian.netccfg`, then `sumo -c dalian.sumocfg`. Coordinates are the map's (UTM 51N), moved; the net says so.
#include "twin/base/result.hpp"
#include "twin/sumo/demand.hpp"
#include "twin/sumo/network.hpp"

#include <filesystem>

namespace dalian::sumo_net {

std::string nodes_xml(Network const& network);
std::string edges_xml(Network const& network);
std::string routes_xml(Network const& network, std::vector<Flow> const& flows);

/// The types of vehicle that flows and vehicles name.
std::string_view types_xml();

/// Writes the files that are named, in `folder`, which is made. The error names the file.
Status write_files(std::filesystem::path const& folder,
                   std::vector<std::pair<std::string, std::string>> const& text_of_file);

/// dalian.netccfg; `cycle_s` of the signals, 0 = netconvert's own.
std::string net_config(double cycle_s = 0);

/// dalian.nod.xml, .edg.xml, .rou.xml, .netccfg and .sumocfg in `folder`, which is made. The error names the file.
Status write_scenario(Network const& network, std::vector<Flow> const& flows, std::filesystem::path const& folder);

/// Where the net's own coordinates begin on the map: whole kilometres, so that they stay small.
MapPoint net_origin(Network const& network);

} // namespace dalian::sumo_net
