"""How the columns of a table of contacts are called; the export writes the first name of each. A leaf."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("Jabatan",),
    "name": ("Nama", "Nama pejabat", "Nama lengkap"),
    "office": ("Golongan", "Kelompok"),
    "region": ("Wilayah", "Desa", "Kecamatan"),
    "nip": ("NIP",),
    "rank": ("Pangkat", "Pangkat/golongan", "Golongan ruang"),
    "phone": ("Telepon", "Nomor WhatsApp", "WhatsApp", "No HP", "HP", "Nomor telepon"),
    "email": ("Email", "Surel"),
    "address": ("Alamat",),
}
