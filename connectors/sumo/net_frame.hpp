#pragma once
// Where a place of a SUMO net is on Earth. A net is metres of a conformal projection, and so is the twin's map; from
// one to the other leads an analytic function, which a polynomial through a few places that are known in both
// reproduces to millimetres. Whoever knows them may be SUMO itself, over TraCI, or PROJ, by the net's file. Value type.
#include "twin/base/crs.hpp"
#include "twin/base/geo.hpp"
#include "twin/base/result.hpp"

#include <array>
#include <complex>
#include <functional>
#include <optional>

namespace dalian::sumo {

struct NetBounds {
  double west = 0, south = 0, east = 0, north = 0; // of the net, its metres
};

class NetFrame {
 public:
  /// Positions are degrees already, as with --fcd-output.geo. SUMO's angles stay those of its net: they are turned by
  /// the convergence of the UTM zone, which is what netconvert projects to.
  static NetFrame degrees(Crs crs = Crs::wgs84);

  /// Asks where places within `bounds` are. The error says that the net has no place on Earth, or a projection that is
  /// not conformal.
  using Locate = std::function<std::optional<GeoPoint>(double x, double y)>;
  static Result<NetFrame> fit(NetBounds bounds, Locate const& locate);
  /// The places that fit() asks for, in its order.
  static std::array<std::array<double, 2>, 9> samples(NetBounds bounds);

  struct Place {
    GeoPoint at;
    double turn_deg = 0; // true bearing = angle of the net + this
  };
  /// Nothing where that is no place on Earth, or as far from the net as no vehicle gets.
  std::optional<Place> place(double x, double y) const;

 private:
  struct OnMap {
    std::complex<double> value, slope;
  };
  OnMap map(std::complex<double> z) const;

  static constexpr std::size_t kTerms = 5;
  bool degrees_ = false;
  Crs crs_ = Crs::wgs84;
  std::complex<double> origin_;                    // middle of the net
  double unit_ = 1;                                // half of its size, m
  std::array<std::complex<double>, kTerms> terms_; // of the map: Σ terms_[k] · ((z − origin)/unit)^k
};

} // namespace dalian::sumo
