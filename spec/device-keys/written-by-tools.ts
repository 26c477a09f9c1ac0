// Texts with public keys from real tools, made once. The private halves do not exist any longer.

/** Each is the output of that tool, byte for byte. */
export const WRITTEN_BY_TOOLS = {
  /** OpenSSL 3.0: `openssl pkey -pubout -text_pub`, the text after the block. */
  'openssl pkey -text_pub': `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcSYb67qF3NTLTroAU8t2R9HyKMzx
lP5MzSfVS/hPA2kpAuxuU9W7jUB39RcffI2hFwUJVpKWVA3OW9Cx9FqRkQ==
-----END PUBLIC KEY-----
Public-Key: (256 bit)
pub:
    04:71:26:1b:eb:ba:85:dc:d4:cb:4e:ba:00:53:cb:
    76:47:d1:f2:28:cc:f1:94:fe:4c:cd:27:d5:4b:f8:
    4f:03:69:29:02:ec:6e:53:d5:bb:8d:40:77:f5:17:
    1f:7c:8d:a1:17:05:09:56:92:96:54:0d:ce:5b:d0:
    b1:f4:5a:91:91
ASN1 OID: prime256v1
NIST CURVE: P-256
`,
  /** GnuTLS 3.7: `certtool --load-privkey KEY --pubkey-info`, the text before the block. */
  'certtool --pubkey-info': `Public Key Information:
	Public Key Algorithm: RSA
	Algorithm Security Level: Medium (2048 bits)
		Modulus (bits 2048):
			00:a5:59:02:2f:d6:8b:20:95:38:9e:77:00:09:af:aa
			03:23:cc:27:6a:c1:82:1e:2c:54:6a:2e:06:c7:05:5e
			31:f6:77:7c:8c:5a:64:3d:86:71:15:4c:a5:b6:22:17
			af:61:f3:60:e7:04:a9:7d:73:ce:99:39:08:9b:d3:6a
			44:52:7d:73:72:5c:83:05:2e:00:f7:30:12:db:31:a1
			cd:04:1a:ea:94:f9:5c:7c:63:83:68:51:bc:87:15:72
			2e:2f:84:d8:71:77:4e:ce:97:1a:fc:da:77:fb:42:0f
			83:72:be:09:3b:6d:53:83:60:a8:40:c3:db:c2:f2:b5
			d2:77:c5:98:2f:fa:96:e3:05:34:b0:f3:27:b9:e2:c8
			20:64:c1:1c:5e:46:40:85:c1:c0:81:bb:f4:b7:24:83
			65:a3:93:92:e2:c9:42:e7:e6:48:dc:82:34:8e:41:14
			40:f3:05:17:bc:fc:f5:a9:df:3b:4a:e1:80:15:d0:a7
			fd:6f:86:04:e6:67:db:fa:e8:f5:16:62:1f:35:74:cd
			78:b2:45:cf:38:e7:30:5b:96:94:94:cb:f9:cf:d9:17
			f2:7e:ad:c7:25:de:47:39:87:47:c3:19:a1:e6:9f:fe
			d1:82:85:f3:04:12:02:ca:5c:04:ac:b9:54:31:6c:71
			5d
		Exponent (bits 24):
			01:00:01

Public Key ID:
	sha1:54dcb57ff1194b18d868c20283158fe2b03a2ac5
	sha256:bcfe5b6c5a84d202387fa571b9455e470c807981ecb1142e3af2dfa8d73864d1
Public Key PIN:
	pin-sha256:vP5bbFqE0gI4f6VxuUVeRwyAeYHssRQuOvLfqNc4ZNE=


-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApVkCL9aLIJU4nncACa+q
AyPMJ2rBgh4sVGouBscFXjH2d3yMWmQ9hnEVTKW2IhevYfNg5wSpfXPOmTkIm9Nq
RFJ9c3JcgwUuAPcwEtsxoc0EGuqU+Vx8Y4NoUbyHFXIuL4TYcXdOzpca/Np3+0IP
g3K+CTttU4NgqEDD28LytdJ3xZgv+pbjBTSw8ye54sggZMEcXkZAhcHAgbv0tySD
ZaOTkuLJQufmSNyCNI5BFEDzBRe8/PWp3ztK4YAV0Kf9b4YE5mfb+uj1FmIfNXTN
eLJFzzjnMFuWlJTL+c/ZF/J+rccl3kc5h0fDGaHmn/7RgoXzBBICylwErLlUMWxx
XQIDAQAB
-----END PUBLIC KEY-----
`,
  /** OpenSSL 3.0: `openssl pkcs12 -nokeys | openssl x509 -pubkey`, the certificate after the block. */
  'a PKCS#12 export': `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAZCs4rGuG+1XqmWV2aPSs5n8eT3kb/a+NUaju6viFDDo=
-----END PUBLIC KEY-----
-----BEGIN CERTIFICATE-----
MIIBMDCB46ADAgECAhRfdLAXHeQYIpIqKuX8QNh1PkAbUjAFBgMrZXAwDjEMMAoG
A1UEAwwDZGV2MB4XDTI2MTEyODE0Mzg0MFoXDTI2MTEyOTE0Mzg0MFowDjEMMAoG
A1UEAwwDZGV2MCowBQYDK2VwAyEAZCs4rGuG+1XqmWV2aPSs5n8eT3kb/a+NUaju
6viFDDqjUzBRMB0GA1UdDgQWBBS/wYevBwyJ293R+m9xLl1c/pGIbDAfBgNVHSME
GDAWgBS/wYevBwyJ293R+m9xLl1c/pGIbDAPBgNVHRMBAf8EBTADAQH/MAUGAytl
cANBADncppDSLAqsNpSA5iZOO6RBSmCq4nSF8tobXXgFGXRCHEm0S28Adm82u4DC
0aZKZjAr8aqwgubnpgarQTDyOAU=
-----END CERTIFICATE-----
`,
  /** OpenSSL 3.0: `openssl pkcs12 -nokeys`, its bag attributes before the public key of the certificate. */
  'a PKCS#12 export with its attributes': `Bag Attributes
    friendlyName: my device
    localKeyID: E1 9E 1F 6E 03 62 FE CA 30 B7 DB 38 C2 E7 F9 01 69 E3 9A C1 
subject=CN = dev
issuer=CN = dev
-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAZCs4rGuG+1XqmWV2aPSs5n8eT3kb/a+NUaju6viFDDo=
-----END PUBLIC KEY-----
`,
} as const;
