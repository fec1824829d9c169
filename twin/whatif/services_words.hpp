#pragma once
// What the engine `services` finds, in English; assets/lang/report.json has the same codes in every language.
#include "twin/whatif/told.hpp"

#include <array>

namespace dalian::whatif {

inline constexpr Words kServicesHomesFar{"services.homes_far",
                                         "its homes lie farther than {0} m from any street: connect it"},
    kServicesNoStreetSchool{"services.no_street_school", "no street leads to this school: connect it"},
    kServicesNoStreetClinic{"services.no_street_clinic", "no street leads to this clinic: connect it"},
    kServicesNoStreetShop{"services.no_street_shop", "no street leads to this shop: connect it"},
    kServicesNoStreetPark{"services.no_street_park", "no street leads to this park: connect it"},
    kServicesNoStreetStop{"services.no_street_stop", "no street leads to this stop: connect it"};

inline constexpr std::array kServicesWords{kServicesHomesFar,     kServicesNoStreetSchool, kServicesNoStreetClinic,
                                           kServicesNoStreetShop, kServicesNoStreetPark,   kServicesNoStreetStop};

} // namespace dalian::whatif
