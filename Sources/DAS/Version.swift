internal import CDAS

/// The library's version as major * 10000 + minor * 100 + patch. Since 1.0.
@c(das_version)
public func das_version() -> Int32 { 10000 }
