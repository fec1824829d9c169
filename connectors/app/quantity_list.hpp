#pragma once

namespace dalian::connectors {

/// Prints what meters and sensors may tell, with units and bounds; exit status 0.
int list_quantities();

} // namespace dalian::connectors
