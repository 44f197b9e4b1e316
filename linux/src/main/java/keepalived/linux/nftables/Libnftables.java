package keepalived.linux.nftables;

import jnr.ffi.Pointer;

/// The functions of libnftables.so.1 (nftables/libnftables.h), with their C names.
public interface Libnftables {

  Pointer nft_ctx_new(int flags);

  void nft_ctx_free(Pointer context);

  int nft_ctx_buffer_output(Pointer context);

  int nft_ctx_buffer_error(Pointer context);

  String nft_ctx_get_output_buffer(Pointer context);

  String nft_ctx_get_error_buffer(Pointer context);

  void nft_ctx_output_set_flags(Pointer context, int flags);

  void nft_ctx_set_dry_run(Pointer context, boolean dry);

  int nft_run_cmd_from_buffer(Pointer context, String commands);
}
